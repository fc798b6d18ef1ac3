import HermeticPolicy
import Testing

@Suite struct `Hidden secrets` {
  static func policy(home: String? = "/home/me") throws -> Policy {
    var policy = Policy()
    try PolicyOption.hideSecrets.apply(to: &policy, values: [], home: home)
    return policy
  }

  static func rules(_ action: Action, home: String? = "/home/me") throws -> [Rule] {
    try policy(home: home).rules.filter { $0.actions.contains(action) }
  }

  /// None may be lost; whoever adds one adds it here too.
  static let files = [
    ".ssh", ".gnupg", ".pki", ".password-store", ".local/share/keyrings", ".config/sops",
    ".config/age", ".config/op", ".config/Bitwarden CLI", ".aws", ".azure", ".config/gcloud",
    ".config/doctl", ".config/hcloud", ".oci", ".kube", ".terraform.d/credentials.tfrc.json",
    ".terraformrc", ".vault-token", ".config/rclone", ".boto", ".s3cfg", ".docker/config.json",
    ".config/containers/auth.json", ".netrc", ".pypirc", ".npmrc", ".yarnrc.yml",
    ".gem/credentials", ".cargo/credentials", ".cargo/credentials.toml",
    ".config/pypoetry/auth.toml", ".config/gh", ".config/hub", ".config/glab-cli",
    ".git-credentials", ".config/git/credentials", ".huggingface", ".cache/huggingface/token",
    ".cache/huggingface/stored_tokens", ".config/openai", ".kaggle", ".config/wandb", ".mozilla",
    ".config/google-chrome", ".config/google-chrome-beta", ".config/chromium",
    ".config/BraveSoftware", ".config/microsoft-edge", ".config/opera", ".config/vivaldi",
    ".thunderbird", "snap/firefox", "snap/chromium", ".var/app/org.mozilla.firefox", ".pgpass",
    ".my.cnf", ".mylogin.cnf", ".dbshell", ".bash_history", ".zsh_history", ".python_history",
    ".psql_history", ".mysql_history", ".sqlite_history", ".node_repl_history",
    ".local/share/fish/fish_history", ".m2/settings.xml", ".m2/settings-security.xml",
    ".gradle/gradle.properties", ".composer/auth.json", ".nuget/NuGet/NuGet.Config",
    ".bundle/config", ".subversion/auth", ".local/share/python_keyring", ".databrickscfg",
    ".snowflake", ".config/stripe", ".fly", ".config/ngrok", ".claude/.credentials.json",
    ".codex/auth.json",
  ]

  static let projectFiles = [
    "**/.env", "**/.envrc", "**/.streamlit/secrets.toml", "**/.env.[!est]*", "**/.env.e[!x]*",
    "**/.env.s[!a]*", "**/.env.t[!e]*", "**/.env.te[!m]*",
  ]

  @Test(arguments: files) func `are these files of the user's home`(_ name: String) throws {
    let pattern = Pattern.path(PathPattern(prefix: "/home/me/\(name)"))
    let rule = try #require(try Self.rules(.readFile).first { $0.pattern == pattern })
    #expect(rule.effect == .refuse)
    #expect(rule.actions == ActionSet(.readFile, .listFiles, .writeFile))
    #expect(rule.origin == .flag("--hide-secrets"))
  }

  @Test func `are settings files with secrets, wherever they lie`() throws {
    let globs = try Self.rules(.readFile).compactMap { rule -> String? in
      guard case .path(let path) = rule.pattern, path.prefix.isEmpty else { return nil }
      return path.glob
    }
    #expect(globs == Self.projectFiles)
  }

  @Test func `are nowhere without a home, but for those settings files`() throws {
    let rules = try Self.rules(.readFile, home: nil)
    #expect(rules.map(\.pattern.description) == Self.projectFiles.map { "/" + $0 })
    #expect(
      try Self.rules(.inheritEnvironment, home: nil)
        == Self.rules(.inheritEnvironment), "variables do not depend on it")
  }

  @Test func `lie in no folder that programs cannot do without`() throws {
    for rule in try Self.rules(.readFile) {
      let path = rule.pattern.description
      for needed in ["/home/me/.config", "/home/me/.cache", "/home/me/.local/share", "/home/me"] {
        #expect(path != needed)
      }
    }
  }

  static let variables = [
    "SSH_AUTH_SOCK", "SSH_AGENT_PID", "GPG_AGENT_INFO", "GNOME_KEYRING_CONTROL",
    "DBUS_SESSION_BUS_ADDRESS", "AWS_*", "AZURE_*", "GOOGLE_APPLICATION_CREDENTIALS", "GCLOUD_*",
    "KUBECONFIG", "DOCKER_AUTH_CONFIG", "DATABASE_URL", "PGPASSWORD", "PGPASSFILE", "MYSQL_PWD",
    "REDIS_URL", "NETRC", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "TWINE_*", "HF_TOKEN",
    "HUGGING_FACE_HUB_TOKEN", "GH_TOKEN", "GITHUB_TOKEN", "GITLAB_TOKEN", "CI_JOB_TOKEN", "TOKEN",
    "*_TOKEN", "SECRET", "*_SECRET", "SECRETS", "*_SECRETS", "PASSWORD", "*_PASSWORD", "PASSWD",
    "*_PASSWD", "PASSPHRASE", "*_PASSPHRASE", "APIKEY", "*_APIKEY", "CREDENTIALS", "*_CREDENTIALS",
    "*_API_KEY", "*_ACCESS_KEY", "*_PRIVATE_KEY", "*_SECRET_*", "*_TOKEN_*", "*_AUTH",
  ]

  @Test(arguments: variables) func `are these variables`(_ name: String) throws {
    let rule = try #require(
      try Self.rules(.inheritEnvironment).first { $0.pattern == .variable(name) })
    // So that the user may allow one by name.
    #expect(rule.effect == .refuseUnlessNamed)
    #expect(rule.actions == ActionSet(.inheritEnvironment))
  }

  @Test func `close nothing else`() throws {
    let policy = try Self.policy()
    #expect(policy.refusedByDefault.isEmpty)
    #expect(policy.rules.allSatisfy { $0.effect.refuses })
  }

  // MARK: Agents

  static func sockets(_ policy: Policy) -> Set<String> {
    Set(
      policy.rules.compactMap { rule in
        guard case .unixSocket(let path) = rule.pattern, rule.effect == .refuse,
          rule.actions == ActionSet(.connect, .send), rule.origin == .flag("--hide-secrets")
        else { return nil }
        return path
      })
  }

  @Test func `are behind the sockets of agents`() throws {
    let variables = ["SSH_AUTH_SOCK": "/tmp/ssh-x/agent.1", "GPG_AGENT_INFO": "/tmp/gpg:1:1"]
    let hiding = try Self.policy().hidingAgents(
      variable: { variables[$0] }, home: "/home/me", session: "/run/user/1000")
    let sockets = Self.sockets(hiding)
    for path in [
      "/tmp/ssh-x/agent.1", "/home/me/.gnupg/S.gpg-agent", "/home/me/.gnupg/S.gpg-agent.ssh",
      "/home/me/.1password/agent.sock", "/run/user/1000/gnupg/S.gpg-agent",
      "/run/user/1000/keyring/ssh", "/run/user/1000/gcr/ssh",
    ] {
      #expect(sockets.contains(path), "\(path)")
    }
    #expect(hiding.refusedByDefault.isEmpty, "other sockets are nobody's business")
  }

  @Test func `are behind sockets in the session, though nothing names a home or an agent`() throws {
    let hiding = try Self.policy().hidingAgents(
      variable: { _ in nil }, home: nil, session: "/run/user/7")
    #expect(!Self.sockets(hiding).isEmpty)
    #expect(Self.sockets(hiding).allSatisfy { $0.hasPrefix("/run/user/7/") })
    let relative = try Self.policy().hidingAgents(
      variable: { _ in "agent.sock" }, home: nil, session: "/run/user/7")
    #expect(relative == hiding, "a path that is not absolute is none")
  }

  @Test func `leave the agents alone where they are not hidden`() throws {
    for option in [PolicyOption.noNetwork, .noEnvironment, .fsReadonly] {
      let policy = try `A policy option`.policy(option)
      let hiding = policy.hidingAgents(
        variable: { _ in "/tmp/agent" }, home: "/home/me", session: "/run/user/1000")
      #expect(hiding == policy, "--\(option.name)")
    }
  }
}

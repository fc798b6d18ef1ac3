/// Where keys, tokens and passwords are kept.
enum Secrets {
  /// Files and folders, in the user's home.
  static let homeFiles = [
    // Keys, and the agents' sockets beside them.
    ".ssh", ".gnupg", ".pki", ".password-store", ".local/share/keyrings", ".config/sops",
    ".config/age", ".config/op", ".config/Bitwarden CLI",
    // Clouds and clusters.
    ".aws", ".azure", ".config/gcloud", ".config/doctl", ".config/hcloud", ".oci", ".kube",
    ".terraform.d/credentials.tfrc.json", ".terraformrc", ".vault-token", ".config/rclone",
    ".boto", ".s3cfg", ".docker/config.json", ".config/containers/auth.json",
    // Packages and forges.
    ".netrc", ".pypirc", ".npmrc", ".yarnrc.yml", ".gem/credentials", ".cargo/credentials",
    ".cargo/credentials.toml", ".config/pypoetry/auth.toml", ".config/gh", ".config/hub",
    ".config/glab-cli", ".git-credentials", ".config/git/credentials",
    ".m2/settings.xml", ".m2/settings-security.xml",
    ".gradle/gradle.properties", ".composer/auth.json", ".nuget/NuGet/NuGet.Config",
    ".bundle/config", ".subversion/auth", ".local/share/python_keyring",
    // Services.
    ".databrickscfg", ".snowflake", ".config/stripe", ".fly", ".config/ngrok",
    // Models.
    ".claude/.credentials.json", ".codex/auth.json", ".huggingface", ".cache/huggingface/token",
    ".cache/huggingface/stored_tokens",
    ".config/openai", ".kaggle", ".config/wandb",
    // Browsers and mail.
    ".mozilla", ".config/google-chrome", ".config/google-chrome-beta", ".config/chromium",
    ".config/BraveSoftware", ".config/microsoft-edge", ".config/opera", ".config/vivaldi",
    ".thunderbird", "snap/firefox", "snap/chromium", ".var/app/org.mozilla.firefox",
    // Databases, and what was typed.
    ".pgpass", ".my.cnf", ".mylogin.cnf", ".dbshell", ".bash_history", ".zsh_history",
    ".python_history", ".psql_history", ".mysql_history", ".sqlite_history", ".node_repl_history",
    ".local/share/fish/fish_history",
  ]

  /// Files beside a program, wherever it is, as globs.
  static let projectFiles = [
    "**/.env", "**/.envrc", "**/.streamlit/secrets.toml",
    // But for the templates that people share: `.env.example`, `.env.sample`, `.env.template`.
    "**/.env.[!est]*", "**/.env.e[!x]*", "**/.env.s[!a]*", "**/.env.t[!e]*", "**/.env.te[!m]*",
  ]

  /// Variables of the environment, by name.
  static let variables =
    [
      "SSH_AUTH_SOCK", "SSH_AGENT_PID", "GPG_AGENT_INFO", "GNOME_KEYRING_CONTROL",
      "DBUS_SESSION_BUS_ADDRESS", "AWS_*", "AZURE_*", "GOOGLE_APPLICATION_CREDENTIALS", "GCLOUD_*",
      "KUBECONFIG", "DOCKER_AUTH_CONFIG", "DATABASE_URL", "PGPASSWORD", "PGPASSFILE", "MYSQL_PWD",
      "REDIS_URL", "NETRC", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "TWINE_*", "HF_TOKEN",
      "HUGGING_FACE_HUB_TOKEN", "GH_TOKEN", "GITHUB_TOKEN", "GITLAB_TOKEN", "CI_JOB_TOKEN",
    ]
    + ["TOKEN", "SECRET", "SECRETS", "PASSWORD", "PASSWD", "PASSPHRASE", "APIKEY", "CREDENTIALS"]
    .flatMap { [$0, "*_" + $0] }
    + [
      "*_PASS", "*_PWD", "*_CREDENTIAL", "*_SIGNING_KEY", "*_ENCRYPTION_KEY", "*_PAT", "*_DSN",
      "*_CONNECTION_STRING", "*_WEBHOOK_URL",
    ]
    + ["*_API_KEY", "*_ACCESS_KEY", "*_PRIVATE_KEY", "*_SECRET_*", "*_TOKEN_*", "*_AUTH"]

  /// Variables that hold the path of an agent's socket.
  static let socketVariables = ["SSH_AUTH_SOCK"]

  /// Where agents listen whatever the variables say: in the user's home, and in the folder that is made
  /// at login.
  static let homeSockets = [
    ".gnupg/S.gpg-agent", ".gnupg/S.gpg-agent.ssh", ".gnupg/S.gpg-agent.extra",
    ".1password/agent.sock", ".bitwarden-ssh-agent.sock",
  ]
  static let sessionSockets = [
    "gnupg/S.gpg-agent", "gnupg/S.gpg-agent.ssh", "gnupg/S.gpg-agent.extra", "keyring/control",
    "keyring/ssh", "keyring/pkcs11", "gcr/ssh", "openssh_agent", "ssh-agent.socket",
  ]
}

extension Policy {
  /// The policy without the sockets of the agents that hold secrets, where secrets are hidden.
  ///
  /// `variable` tells a variable's value, `folder` is the session's (`/run/user/1000`).
  public func hidingAgents(
    variable: (String) -> String?, home: String?, session folder: String
  ) -> Policy {
    let hides = rules.first {
      $0.effect.refuses && $0.actions.contains(.inheritEnvironment)
        && Secrets.socketVariables.contains($0.pattern.description)
    }
    guard let origin = hides?.origin else { return self }
    let sockets =
      Secrets.socketVariables.compactMap(variable)
      + Secrets.homeSockets.compactMap { name in home.map { "\($0)/\(name)" } }
      + Secrets.sessionSockets.map { "\(folder)/\($0)" }
    var hiding = self
    for path in sockets where path.hasPrefix("/") {
      hiding.refuse(ActionSet(.connect, .send), .unixSocket(path), origin: origin)
    }
    return hiding
  }
}

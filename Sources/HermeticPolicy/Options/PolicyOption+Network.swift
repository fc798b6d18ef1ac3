extension PolicyOption {
  static let network = [noNetwork, allowLocalhost, allowDomain, allowUnixSocket]

  /// `--no-network`.
  public static let noNetwork = PolicyOption(
    name: "no-network", keyword: "block_network", valueName: "",
    help: "Refuse the network: DNS, connections, messages, servers.",
    effect: .flag { policy, context in closeNetwork(&policy, context.origin) })

  /// `--allow-localhost`.
  public static let allowLocalhost = PolicyOption(
    name: "allow-localhost", keyword: "allow_localhost", valueName: "",
    help: "Refuse the network but for this machine's own addresses (127.0.0.0/8, ::1).",
    effect: .flag { policy, context in
      let origin = context.origin
      closeNetwork(&policy, origin)
      for block in AddressBlock.loopback {
        policy.allow(
          ActionSet(.connect, .send, .bind, .listen), .addresses(block, .any), origin: origin)
      }
      // The question for an address's name holds the address: 24 bits of 127.0.0.0/8 could leave.
      for address in ["127.0.0.1", "::1"].compactMap({ AddressBlock($0) }) {
        policy.allow(ActionSet(.resolve), .addresses(address, .any), origin: origin)
      }
      // To a client these are loopback; to a server, every network there is.
      for block in AddressBlock.unspecified {
        policy.allow(ActionSet(.connect, .send), .addresses(block, .any), origin: origin)
      }
      if let name = HostName("localhost") {
        policy.allow(
          ActionSet(.resolve, .connect, .send, .bind, .listen),
          .domain(name, .itselfAndSubdomains, .any), origin: origin)
      }
    })

  /// `--allow-domain`.
  public static let allowDomain = PolicyOption(
    name: "allow-domain", keyword: "allow_domains", valueName: "DOMAIN",
    help: "Refuse the network but for a domain and its subdomains, *.DOMAIN, an address or a CIDR "
      + "block, each with :PORT if wanted. Repeatable.",
    effect: .list { policy, value, context throws(PolicyError) in
      let origin = context.origin
      for text in value.split(separator: ",", omittingEmptySubsequences: false) {
        let pattern = try Pattern.destination(String(text))
        closeNetwork(&policy, origin)
        policy.allow(
          ActionSet(.resolve, .connect, .send), pattern, byName: pattern.isSingleAddress,
          origin: origin)
      }
    })

  /// `--allow-unix-socket`.
  public static let allowUnixSocket = PolicyOption(
    name: "allow-unix-socket", keyword: "allow_unix_sockets", valueName: "PATH",
    help: "Refuse the network but for the Unix socket of a service on this machine. Repeatable.",
    effect: .list { policy, value, context throws(PolicyError) in
      let origin = context.origin
      guard value.hasPrefix("/") else {
        throw PolicyError(.invalidValue, value, "is not an absolute path")
      }
      closeNetwork(&policy, origin)
      policy.allow(ActionSet(.connect, .send), .unixSocket(value), origin: origin)
    })

  /// Where libc's name service modules ask for users and groups (nsswitch.conf(5)): not for hosts.
  private static let userDatabases =
    ["/var/lib/sss/pipes/nss"]
    + ["Multiplexer", "NameServiceSwitch", "DynamicUser", "Home", "Machine"].map {
      "/run/systemd/userdb/io.systemd.\($0)"
    }

  /// Refuses every action of the network but what never leaves the machine, and what nobody means.
  static func closeNetwork(_ policy: inout Policy, _ origin: Origin) {
    policy.refuseByDefault(Action.actions(of: .network), origin: origin)
    // Libraries bind to loopback only to learn whether IPv6 works; nothing can be heard there
    // before `listen`.
    for block in AddressBlock.loopback {
      policy.add(
        Rule(
          effect: .allow, actions: ActionSet(.bind), pattern: .addresses(block, .any),
          origin: .builtIn("binding to loopback reaches nobody")))
    }
    for path in userDatabases {
      policy.allow(
        ActionSet(.connect), .unixSocket(path),
        origin: .builtIn("users and groups are looked up in this machine's databases"))
    }
    let localhost = Origin.builtIn("localhost is this machine")
    if let name = HostName("localhost") {
      // Its address is no secret, and what may be done with the address is another question.
      policy.allow(ActionSet(.resolve, .bind), .domain(name, .itself, .any), origin: localhost)
    }
    for block in AddressBlock.loopback + AddressBlock.unspecified {
      // A resolver on this machine (systemd-resolved, dnsmasq) asks the network for whoever asks it.
      policy.add(
        Rule(
          effect: .refuseUnlessNamed, actions: ActionSet(.connect, .send),
          pattern: .addresses(block, .only(53)),
          origin: .builtIn("names are looked up by the system's resolver alone")))
    }
    for block in AddressBlock.metadata {
      policy.add(
        Rule(
          effect: .refuseUnlessNamed, actions: ActionSet(.resolve, .connect, .send),
          pattern: .addresses(block, .any),
          origin: .builtIn("cloud metadata addresses are always refused")))
    }
  }
}

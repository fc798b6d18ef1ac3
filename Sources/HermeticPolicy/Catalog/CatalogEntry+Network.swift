extension CatalogEntry {
  static let network: [CatalogEntry] = [
    resolve, connect, send, bind, listen, openSocket, socketOption, resolver,
  ]

  private static let resolve = CatalogEntry(
    .resolve,
    events: [
      AuditEvent("socket.getaddrinfo", .hostWithHints),
      AuditEvent("socket.gethostbyname", .host),
      AuditEvent("socket.gethostbyaddr", .reverseHost),
    ],
    guards: [
      Guard("_socket", "getaddrinfo"), Guard("_socket", "gethostbyname"),
      Guard("_socket", "gethostbyname_ex"), Guard("_socket", "gethostbyaddr"),
      Guard("_socket", "getnameinfo"),
    ],
    calls: [
      "getaddrinfo", "gethostbyname", "gethostbyname2", "gethostbyname_r", "gethostbyname2_r",
      "gethostbyaddr", "gethostbyaddr_r", "getnameinfo", "getaddrinfo_a", "res_query",
      "res_search", "res_querydomain", "res_send", "res_nquery", "res_nsearch",
      "res_nquerydomain", "res_nsend",
    ],
    kernel: .broker(["connect", "sendto", "sendmsg", "sendmmsg"]))

  private static let connect = CatalogEntry(
    .connect,
    events: [
      AuditEvent("socket.connect", .socketAddress), AuditEvent("syslog.openlog", .systemLog),
      AuditEvent("syslog.syslog", .systemLog),
    ],
    guards: [
      Guard("_socket", type: "socket", "connect"), Guard("_socket", type: "socket", "connect_ex"),
    ],
    calls: ["connect", "openlog", "syslog", "vsyslog"], kernel: .broker(["connect"]))

  private static let send = CatalogEntry(
    .send,
    events: [
      AuditEvent("socket.sendto", .socketAddress), AuditEvent("socket.sendmsg", .socketAddress),
    ],
    guards: [
      Guard("_socket", type: "socket", "sendto"), Guard("_socket", type: "socket", "sendmsg"),
    ],
    calls: ["sendto", "sendmsg", "sendmmsg"], kernel: .broker(["sendto", "sendmsg", "sendmmsg"]))

  private static let bind = CatalogEntry(
    .bind,
    events: [AuditEvent("socket.bind", .socketAddress)],
    guards: [Guard("_socket", type: "socket", "bind")],
    calls: ["bind"], kernel: .broker(["bind"]))

  private static let listen = CatalogEntry(
    .listen,
    guards: [Guard("_socket", type: "socket", "listen")],
    calls: ["listen"], kernel: .broker(["listen"]))

  private static let openSocket = CatalogEntry(
    .openSocket,
    events: [AuditEvent("socket.__new__", .socketKind)],
    calls: ["socket"], kernel: .calls(["socket"]))

  private static let socketOption = CatalogEntry(
    .configureSocket,
    guards: [Guard("_socket", type: "socket", "setsockopt")],
    calls: ["setsockopt"], kernel: .calls(["setsockopt"]))

  private static let resolver = CatalogEntry(
    .configureResolver,
    events: [AuditEvent("os.putenv", .variable), AuditEvent("os.unsetenv", .variable)],
    calls: ["setenv", "putenv", "unsetenv"],
    kernel: .broker(["connect", "sendto", "sendmsg", "sendmmsg"]))
}

extension CatalogEntry {
  /// The variables with which a process tells libc's resolver to append a domain to a name or to
  /// replace it (`resolv.conf(5)`, `hostname(7)`): behind the check of the name.
  public static let resolverVariables: [String] = [
    "LOCALDOMAIN", "HOSTALIASES", "RES_OPTIONS", "RESOLV_HOST_CONF", "RESOLV_ADD_TRIM_DOMAINS",
    "RESOLV_OVERRIDE_TRIM_DOMAINS", "RESOLV_MULTI", "RESOLV_REORDER", "RESOLV_SPOOF_CHECK",
  ]
}

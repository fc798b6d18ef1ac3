/// One kind of thing that code may want to do.
public enum Action: UInt8, Hashable, Sendable, CaseIterable {
  /// Asking for the addresses of a host name, or for the name of an address.
  case resolve
  /// Connecting a socket.
  case connect
  /// Sending to an address without a connection.
  case send
  /// Giving a socket an address of this machine.
  case bind
  /// Waiting for others to connect.
  case listen
  /// Creating a socket that reaches below or beside TCP and UDP: raw, packet, netlink and others.
  case openSocket
  /// Setting an option of a socket that chooses another way or destination than its address.
  case configureSocket
  /// Changing where or how the resolver looks names up.
  case configureResolver

  public var family: Family {
    switch self {
    case .resolve, .connect, .send, .bind, .listen, .openSocket, .configureSocket,
      .configureResolver:
      .network
    }
  }

  /// How a refusal names the action before its resource: `DNS(example.com)`.
  public var label: String {
    switch self {
    case .resolve: "DNS"
    case .connect: "connect"
    case .send: "sendto"
    case .bind: "bind"
    case .listen: "listen"
    case .openSocket: "socket"
    case .configureSocket: "setsockopt"
    case .configureResolver: "resolver"
    }
  }

  /// The action's name in the catalog.
  public var name: String { "\(self)" }

  /// The actions of a family.
  public static func actions(of family: Family) -> [Action] {
    allCases.filter { $0.family == family }
  }
}

/// A set of actions in one word.
public struct ActionSet: OptionSet, Hashable, Sendable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  public init(_ actions: Action...) {
    rawValue = actions.reduce(0) { $0 | 1 << $1.rawValue }
  }

  public func contains(_ action: Action) -> Bool {
    rawValue & 1 << action.rawValue != 0
  }
}

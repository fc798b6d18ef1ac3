/// One kind of thing that code may want to do.
///
/// ```swift
/// try policy.grant(.readFile, "./data")
/// ```
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
  /// Opening a file for reading.
  case readFile
  /// Asking which files a folder holds.
  case listFiles
  /// Making, changing, moving or removing a file, its content or what is known of it.
  case writeFile
  /// Executing a program.
  case spawn
  /// Copying the process.
  case fork
  /// Being started with a variable of the environment.
  case inheritEnvironment
  /// Reading a variable of the environment.
  case readEnvironment
  /// Setting or removing a variable of the environment.
  case writeEnvironment
  /// Making code from text or bytes, and running it.
  case executeCode
  /// Importing a module.
  case importModule
  /// Loading machine code.
  case loadNative
  /// Changing how the interpreter works: where it imports from, what watches it.
  case mutateInterpreter

  /// The family that the action is refused with.
  public var family: Family {
    switch self {
    case .resolve, .connect, .send, .bind, .listen, .openSocket, .configureSocket,
      .configureResolver:
      .network
    case .readFile, .listFiles, .writeFile: .filesystem
    case .spawn, .fork: .subprocess
    case .inheritEnvironment, .readEnvironment, .writeEnvironment: .environment
    case .executeCode: .codeExecution
    case .importModule: .imports
    case .loadNative: .native
    case .mutateInterpreter: .interpreter
    }
  }

  /// How a refusal names the action around its resource: `DNS(example.com)`.
  ///
  /// Empty where the phrase before it says it all.
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
    case .readFile, .listFiles, .writeFile, .spawn, .fork, .inheritEnvironment, .readEnvironment,
      .writeEnvironment, .executeCode, .importModule, .loadNative, .mutateInterpreter:
      ""
    }
  }

  /// What a refusal opens with: `network disabled`.
  public var phrase: String {
    switch self {
    case .readFile, .listFiles: "read outside sandbox root"
    default: family.phrase
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
  /// A bit for each action.
  public let rawValue: UInt32

  /// A set from its bits.
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// A set of some actions.
  ///
  /// ```swift
  /// let files = ActionSet(.readFile, .listFiles)
  /// ```
  public init(_ actions: Action...) {
    rawValue = actions.reduce(0) { $0 | 1 << UInt32($1.rawValue) }
  }

  /// The actions whose refusal depends on who asks.
  public static let judgedByCaller = ActionSet(
    .executeCode, .readEnvironment, .writeEnvironment, .importModule, .mutateInterpreter)

  /// Whether an action is in it.
  public func contains(_ action: Action) -> Bool {
    rawValue & 1 << UInt32(action.rawValue) != 0
  }
}

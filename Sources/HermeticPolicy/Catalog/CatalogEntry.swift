/// How one action shows itself, and who can hold it: a row of the one table that hook, guards,
/// documentation and tests read.
public struct CatalogEntry: Hashable, Sendable {
  /// What code wants to do.
  public let action: Action
  /// The audit events (PEP 578) that CPython raises for it.
  public let events: [AuditEvent]
  /// Built-ins that raise no such event, or raise it too late.
  public let guards: [Guard]
  /// Calls of libc that are asked about as they are made, by whatever library in the process.
  public let calls: [String]
  /// How the kernel holds it.
  public let kernel: Kernel

  /// How the kernel holds an action.
  public enum Kernel: Hashable, Sendable, CustomStringConvertible {
    /// It need not: the program is started without what is refused.
    case beforeStart
    /// Landlock does, by these rights.
    case landlock([String])
    /// A filter of system calls does: they fail.
    case calls([String])
    /// The broker does, which these system calls wait for.
    case broker([String])
    /// It does not, and why.
    case unheld(String)

    public var description: String {
      switch self {
      case .beforeStart: "held before the program starts"
      case .landlock(let rights): "Landlock: \(rights.joined(separator: ", "))"
      case .calls(let names): "seccomp: \(names.joined(separator: ", "))"
      case .broker(let names): "broker: \(names.joined(separator: ", "))"
      case .unheld(let reason): "not held: \(reason)"
      }
    }
  }

  /// A row of the table.
  public init(
    _ action: Action, events: [AuditEvent] = [], guards: [Guard] = [], calls: [String] = [],
    kernel: Kernel
  ) {
    self.action = action
    self.events = events
    self.guards = guards
    self.calls = calls
    self.kernel = kernel
  }

  /// The whole table.
  public static let all: [CatalogEntry] =
    network + filesystem + subprocess + environment + code

  /// The guards of the whole table, in the order of their numbers.
  public static let allGuards: [Guard] = all.flatMap(\.guards)
}

/// An audit event, and where its arguments keep the resource.
public struct AuditEvent: Hashable, Sendable {
  /// The event's name: `socket.connect`.
  public let name: String
  /// What its arguments hold.
  public let argument: Argument

  /// An event by its name.
  public init(_ name: String, _ argument: Argument) {
    self.name = name
    self.argument = argument
  }

  /// What an event's arguments hold, and where.
  public enum Argument: UInt8, Hashable, Sendable, CaseIterable {
    /// A host name to look up, first; an address there needs no asking.
    case host
    /// A host name, first, with hints that only the call beneath has: it may look nothing up.
    case hostWithHints
    /// A host name or address, first, either of which is asked about.
    case reverseHost
    /// An address as Python writes it (`(host, port)` or a path), second.
    case socketAddress
    /// A socket's family and type, second and third.
    case socketKind
    /// Nothing: what is reached is always the system's log.
    case systemLog
    /// The name of an environment variable, first.
    case variable
    /// A program as `subprocess.Popen` takes it: the executable first, the arguments second.
    case command
    /// A command for the shell.
    case shell
    /// The path of a program, first.
    case executable
    /// Nothing: the process is copied.
    case fork
    /// Code about to be made or run; which, the event's name says.
    case code
    /// A module's name, first, and the file of an extension module, second.
    case module
    /// A library or extension to load.
    case library
    /// Nothing: which part of the interpreter is changed, the event's name says.
    case part
    /// An object and the name of its attribute.
    case attribute
    /// Nothing to decide on: the event tells the engine something about the run.
    case lifecycle
  }
}

/// A built-in function or method whose native code is asked about while it runs.
public struct Guard: Hashable, Sendable, CustomStringConvertible {
  /// The module that has it.
  public let module: String
  /// The type in the module, for a method.
  public let type: String?
  /// Its own name.
  public let name: String
  /// Whether it is decided on before the call begins, by its arguments and its caller.
  public let isAskedFirst: Bool

  /// `_socket.socket.connect`.
  public var description: String {
    [module, type, name].compactMap { $0 }.joined(separator: ".")
  }

  /// A guard on a function, or on a method of a type.
  public init(_ module: String, type: String? = nil, _ name: String, isAskedFirst: Bool = false) {
    self.module = module
    self.type = type
    self.name = name
    self.isAskedFirst = isAskedFirst
  }
}

/// The events by which the engine follows a run; they belong to no action.
public enum LifecycleEvent: String, Hashable, Sendable, CaseIterable {
  /// A module is about to be found: the moment to guard one before anybody has it.
  case importModule = "import"
  /// An exception is about to be printed and to end the program.
  case uncaughtException = "sys.excepthook"
  /// The process is about to become another program.
  case execute = "os.exec"
  /// A program begins: text, a file, a module, standard input.
  case runCommand = "cpython.run_command"
  /// A program begins: a file.
  case runFile = "cpython.run_file"
  /// A program begins: a module.
  case runModule = "cpython.run_module"
  /// A program begins: standard input.
  case runStandardInput = "cpython.run_stdin"
  /// A program begins: the file that `PYTHONSTARTUP` names.
  case runStartup = "cpython.run_startup"
  /// A program begins: `sys.__interactivehook__`, before a prompt.
  case runInteractiveHook = "cpython.run_interactivehook"
  /// The interpreter is about to drop its hooks.
  case clearHooks = "cpython._PySys_ClearAuditHooks"
}

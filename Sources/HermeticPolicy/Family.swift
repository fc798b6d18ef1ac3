/// A group of actions that is refused with the same words and the same Python exception.
///
/// ```swift
/// policy.refuse(.network)
/// ```
public enum Family: String, Hashable, Sendable, CaseIterable {
  /// Names, connections, messages, servers.
  case network
  /// Reading, listing and writing files.
  case filesystem
  /// Starting programs, and copying the process.
  case subprocess
  /// Variables of the environment.
  case environment
  /// Code made of text or bytes.
  case codeExecution = "code execution"
  /// Modules.
  case imports
  /// Machine code.
  case native
  /// How the interpreter works.
  case interpreter

  /// What a refusal opens with: `network disabled`.
  public var phrase: String {
    switch self {
    case .network: "network disabled"
    case .filesystem: "filesystem readonly"
    case .subprocess: "subprocess disabled"
    case .environment: "environment disabled"
    case .codeExecution: "code execution disabled"
    case .imports: "import blocked"
    case .native: "native import blocked"
    case .interpreter: "interpreter mutation disabled"
    }
  }

  /// The built-in exception that programs expect where such an action fails; the violation is one,
  /// so that fallbacks written for it work.
  public var pythonException: String {
    switch self {
    case .network, .filesystem, .subprocess: "PermissionError"
    case .imports, .native: "ImportError"
    case .environment: "KeyError"
    case .codeExecution, .interpreter: "RuntimeError"
    }
  }

  /// The violation's `guard` in Python, as hermetic-seal names it.
  public var guardName: String {
    switch self {
    case .network: "network"
    case .filesystem: "filesystem"
    case .subprocess: "subprocess"
    case .environment: "environment"
    case .codeExecution: "code_exec"
    case .imports: "imports"
    case .native: "native"
    case .interpreter: "interpreter"
    }
  }
}

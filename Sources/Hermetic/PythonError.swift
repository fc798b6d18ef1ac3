import HermeticEngine
import HermeticPython

/// Why a call into Python, or a Python, did not come to its result.
///
/// ```swift
/// do {
///   try await plugin.call("resize", "cat.png")
/// } catch let error where error.code == .raised {
///   print(error.type, error.message)   // ValueError cannot identify image file
///   print(error.traceback)
/// }
/// ```
public struct PythonError: Error, Sendable, CustomStringConvertible {
  /// What went wrong.
  public enum Code: Hashable, Sendable {
    /// There is no such library, environment or plugin.
    case notFound
    /// It is there, and Hermetic cannot run it: another release, or one without the GIL.
    case unsupported
    /// Python raised an exception.
    case raised
    /// The plugin's policy refused something, and the plugin did not deal with that.
    case violation
    /// The plugin wanted to end the process: `sys.exit`, `os._exit`.
    case exited
    /// A value has no form on the other side; the message names the argument or the part of the result.
    case conversion
    /// The task was cancelled.
    case cancelled
    /// The call took longer than ``Plugin/timeout``.
    case deadlineExceeded
    /// The policy, or what is asked of it, does not fit the plugin's isolation.
    case policyRefused
    /// There is nobody to call: the worker ended, or the plugin was closed.
    case unavailable
  }

  /// What went wrong.
  public let code: Code
  /// The exception's type with its module, but for a built-in's: `ValueError`, `json.decoder.JSONDecodeError`.
  public let type: String
  /// What the exception says, or what is wrong, in one line as a rule.
  public let message: String
  /// Python's own text of the traceback; empty where nothing was raised.
  public let traceback: String
  /// What was refused, where ``code`` is ``Code/violation``.
  ///
  /// Where the plugin raises an exception of its own instead, that is what is thrown, and ``Plugin/recentViolations`` has the
  /// violation.
  ///
  /// ```swift
  /// do {
  ///   try await plugin.call("resize", "cat.png")
  /// } catch {
  ///   if let violation = error.violation { print(violation.message, violation.rule) }
  /// }
  /// ```
  public let violation: PluginViolation?
  /// The status that the plugin wanted to exit with, where ``code`` is ``Code/exited``.
  public let exitStatus: Int32?

  init(
    _ code: Code, _ message: String, type: String = "", traceback: String = "",
    violation: PluginViolation? = nil, exitStatus: Int32? = nil
  ) {
    self.code = code
    self.message = message
    self.type = type
    self.traceback = traceback
    self.violation = violation
    self.exitStatus = exitStatus
  }

  /// `ValueError: cannot identify image file`, or the message alone.
  public var description: String {
    switch code {
    case .raised: message.isEmpty ? type : "\(type): \(message)"
    default: message
    }
  }
}

extension PythonError {
  /// A failure of a plugin's.
  init(_ failure: HostedFailure, of plugin: String) {
    let code: Code =
      switch failure.kind {
      case .raised: .raised
      case .violation: .violation
      case .exited: .exited
      case .conversion: .conversion
      case .interrupted: .cancelled
      case .unavailable: .unavailable
      }
    self.init(
      code,
      failure.kind == .exited ? "\(plugin) exits with status \(failure.status)" : failure.message,
      type: failure.type, traceback: failure.traceback,
      violation: failure.violation.map { PluginViolation($0, of: plugin) },
      exitStatus: failure.kind == .exited ? failure.status : nil)
  }

  init(_ error: ProgramError) {
    self.init(error.code == .unsupported ? .unsupported : .notFound, error.description)
  }

  init(_ error: InterpreterError) {
    self.init(error.code == .unsupported ? .unsupported : .unavailable, error.description)
  }
}

import HermeticPython
package import SystemPackage

/// Why a command cannot be run.
package struct ProgramError: Error, Hashable {
  package enum Code: Hashable, Sendable {
    /// The program, or its interpreter, does not exist.
    case notFound
    /// It exists, and the kernel would not run it.
    case notExecutable
    /// It would run, but hermetic could not guard it.
    case unsupported
  }

  package let code: Code
  /// The program that the user named, or the script whose interpreter is at fault.
  package let subject: String
  package let reason: String
  package let errno: Errno?

  package init(_ code: Code, _ subject: Argument, _ reason: String, errno: Errno? = nil) {
    self.code = code
    self.subject = subject.printable
    self.reason = reason
    self.errno = errno
  }

  /// The status a shell, or `hermetic`, ends with.
  package var exitStatus: Int32 {
    switch code {
    case .notFound: 127
    case .notExecutable: 126
    case .unsupported: 125
    }
  }
}

extension ProgramError: CustomStringConvertible {
  package var description: String { "\(subject): \(reason)" }
}

extension ProgramError {
  /// Something that is, or claims to be, a Python other than those hermetic runs.
  static func unsupported(_ subject: Argument, found: String) -> ProgramError {
    let range = PythonVersion.supported
    return ProgramError(
      .unsupported, subject,
      "found \(found); hermetic runs CPython \(range.lowerBound) to \(range.upperBound)")
  }
}

package import CHermetic

/// CPython's functions, found by name in a loaded library or in this process.
@safe
package struct PythonLibrary: @unchecked Sendable {
  // SAFETY (Sendable): the table is written once, before anybody has it, and never freed.
  package let table: UnsafePointer<hermetic_cpython>
  package let version: PythonVersion

  /// Finds every function; `handle` null stands for the whole process.
  package init(handle: UnsafeMutableRawPointer?) throws(InterpreterError) {
    // Asked first: an older Python lacks functions, and "too old" says more than their names.
    if let text = unsafe hermetic_cpython_version(handle) {
      let release = unsafe String(cString: text)
      guard let version = PythonVersion(release: release) else {
        throw InterpreterError(.unsupported, PythonVersion.describe(release))
      }
      self.version = version
    } else {
      throw InterpreterError(.missingSymbol, "Py_GetVersion")
    }
    let memory = UnsafeMutablePointer<hermetic_cpython>.allocate(capacity: 1)
    if let missing = unsafe hermetic_cpython_load(memory, handle) {
      throw InterpreterError(.missingSymbol, unsafe String(cString: missing))
    }
    unsafe table = UnsafePointer(memory)
  }
}

extension PythonVersion {
  /// Reads what `Py_GetVersion` says, `3.11.7 (main, …) [GCC …]`; nil where hermetic does not run it.
  init?(release: String) {
    guard let version = Self.number(of: release), Self.supported.contains(version),
      !release.contains(text: "free-threading")
    else { return nil }
    self = version
  }

  /// A release that hermetic does not run, for people.
  static func describe(_ release: String) -> String {
    guard let version = number(of: release) else { return release }
    return "Python \(version)"
      + (release.contains(text: "free-threading") ? " without the GIL" : "")
  }

  private static func number(of release: String) -> PythonVersion? {
    let numbers = release.prefix { $0.isNumber || $0 == "." }.split(separator: ".")
    guard numbers.count >= 2, let major = Int(numbers[0]), let minor = Int(numbers[1]) else {
      return nil
    }
    return PythonVersion(major, minor)
  }
}

/// Why an interpreter cannot be guarded.
package struct InterpreterError: Error, Hashable, CustomStringConvertible {
  package enum Code: Hashable, Sendable {
    case missingSymbol, unsupported, rejected
  }

  package let code: Code
  package let subject: String

  package init(_ code: Code, _ subject: String) {
    self.code = code
    self.subject = subject
  }

  package var description: String {
    let range = PythonVersion.supported
    let supported = "hermetic runs CPython \(range.lowerBound) to \(range.upperBound)"
    return switch code {
    case .missingSymbol: "the interpreter has no \(subject); \(supported)"
    case .unsupported: "found \(subject); \(supported)"
    case .rejected: "the interpreter did not accept \(subject)"
    }
  }
}

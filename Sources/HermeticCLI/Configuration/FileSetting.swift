import HermeticSession
import HermeticTOML

/// What a policy file may say beside its options: what becomes of violations.
enum FileSetting {
  case trace
  case failOnViolation
  case violationExitCode(UInt8)
  case onViolation(RunSettings.OnViolation)

  static let names = ["trace", "fail-on-violation", "violation-exit-code", "on-violation"]

  /// Why a value will not do.
  struct Reason: Error {
    let message: String
  }

  init(_ key: String, _ value: TOMLValue) throws(Reason) {
    switch key {
    case "trace", "fail-on-violation":
      guard value.boolean == true else { throw Reason(message: "is true or left out") }
      self = key == "trace" ? .trace : .failOnViolation
    case "violation-exit-code":
      guard let code = value.integer.flatMap(UInt8.init(exactly:)), code > 0 else {
        throw Reason(message: "is a number from 1 to 255")
      }
      self = .violationExitCode(code)
    default:
      let known = RunSettings.OnViolation.allValueStrings
      guard let text = value.string, let choice = RunSettings.OnViolation(argument: text) else {
        let suggestion = value.string.map { known.suggestion(for: $0) } ?? ""
        let names = known.map { "\"\($0)\"" }.joined(separator: ", ")
        throw Reason(message: "is one of \(names)\(suggestion)")
      }
      self = .onViolation(choice)
    }
  }

  var name: String {
    switch self {
    case .trace: "trace"
    case .failOnViolation: "fail-on-violation"
    case .violationExitCode: "violation-exit-code"
    case .onViolation: "on-violation"
    }
  }

  /// The value as a policy file has it.
  var toml: String {
    switch self {
    case .trace, .failOnViolation: "true"
    case .violationExitCode(let code): "\(code)"
    case .onViolation(let value): "\"\(value)\""
    }
  }

  /// Whether it makes less of a violation than nothing said.
  var weakens: Bool {
    switch self {
    case .trace, .failOnViolation, .onViolation(.raise), .onViolation(.kill): false
    case .violationExitCode, .onViolation(.log): true
    }
  }

  func apply(to settings: inout RunSettings) {
    switch self {
    case .trace: settings.traces = true
    case .failOnViolation: settings.failsOnViolation = true
    case .violationExitCode(let code): settings.violationExitCode = code
    case .onViolation(let value): settings.onViolation = value
    }
  }
}

/// What becomes of violations in a run.
package struct RunSettings: Hashable, Sendable {
  package enum OnViolation: UInt8, Hashable, Sendable, CaseIterable {
    /// The program gets an exception.
    case raise
    /// The process ends, so that no `except` can hide it.
    case kill
    /// It is reported and let happen.
    case log
  }

  package var onViolation = OnViolation.raise
  /// Whether a violation decides the exit status even where the program swallowed it.
  package var failsOnViolation = false
  package var violationExitCode: UInt8 = 77
  /// Whether closing lines say who did it.
  package var traces = false

  /// Whether the program is pytest, which hermetic adds a plugin to, with a policy or without.
  package var joinsPytest = false

  /// Whether a host is told of violations, and says of them what it likes.
  package var isHosted = false

  package init() {}

  /// The settings in the word that a `PolicyImage` keeps.
  var word: UInt32 {
    UInt32(onViolation.rawValue) | (failsOnViolation ? 4 : 0) | (traces ? 8 : 0)
      | (joinsPytest ? 16 : 0) | (isHosted ? 32 : 0)
      | UInt32(violationExitCode) << 8
  }

  init(word: UInt32) {
    onViolation = OnViolation(rawValue: UInt8(word & 3)) ?? .raise
    failsOnViolation = word & 4 != 0
    traces = word & 8 != 0
    joinsPytest = word & 16 != 0
    isHosted = word & 32 != 0
    violationExitCode = UInt8(word >> 8 & 0xff)
  }
}

/// What a filter says of one system call: an outcome, where its arguments are as the conditions say.
package struct FilterRule: Hashable, Sendable {
  /// The call's name (syscalls(2)).
  package let call: String
  /// All of which must hold.
  package let conditions: [Condition]
  package let outcome: Outcome

  package init(_ call: String, _ conditions: Condition..., outcome: Outcome) {
    self.call = call
    self.conditions = conditions
    self.outcome = outcome
  }

  init(_ call: String, all conditions: [Condition], outcome: Outcome) {
    self.call = call
    self.conditions = conditions
    self.outcome = outcome
  }

  /// What becomes of a call.
  package enum Outcome: Hashable, Sendable {
    case allow
    /// It fails with an errno.
    case fail(CInt)
    /// It waits for the broker's answer.
    case ask
    /// The process ends.
    case kill
  }

  /// A test of one argument, counted from zero.
  package enum Condition: Hashable, Sendable {
    /// The lower half, of which the kernel takes the bits of `mask`, is a number.
    case equals(Int, UInt32, mask: UInt32)
    /// It is another.
    case differs(Int, UInt32, mask: UInt32)
    /// Some bits of the lower half are set.
    case has(Int, UInt32)
    /// The whole argument, a pointer, is not null.
    case isPointer(Int)

    package static func equals(_ argument: Int, _ value: UInt32) -> Condition {
      .equals(argument, value, mask: .max)
    }
    package static func differs(_ argument: Int, _ value: UInt32) -> Condition {
      .differs(argument, value, mask: .max)
    }
  }
}

extension [FilterRule] {
  /// One rule for each of some calls.
  static func each(_ calls: [String], _ outcome: FilterRule.Outcome) -> [FilterRule] {
    calls.map { FilterRule($0, outcome: outcome) }
  }
}

extension FilterRule: CustomStringConvertible {
  package var description: String {
    let tests =
      conditions.isEmpty ? "" : " if " + conditions.map(\.description).joined(separator: ", ")
    return "\(call): \(outcome)\(tests)"
  }
}

extension FilterRule.Condition: CustomStringConvertible {
  package var description: String {
    func masked(_ argument: Int, _ mask: UInt32) -> String {
      mask == .max ? "argument \(argument)" : "argument \(argument) & \(hex(mask))"
    }
    func hex(_ value: UInt32) -> String { "0x" + String(value, radix: 16) }
    return switch self {
    case .equals(let argument, let value, let mask): "\(masked(argument, mask)) == \(hex(value))"
    case .differs(let argument, let value, let mask): "\(masked(argument, mask)) != \(hex(value))"
    case .has(let argument, let bits): "argument \(argument) & \(hex(bits)) != 0"
    case .isPointer(let argument): "argument \(argument) is a pointer"
    }
  }
}

extension FilterRule.Outcome: CustomStringConvertible {
  package var description: String {
    switch self {
    case .allow: "allow"
    case .fail(let errno): "fail with errno \(errno)"
    case .ask: "ask the broker"
    case .kill: "kill"
    }
  }
}

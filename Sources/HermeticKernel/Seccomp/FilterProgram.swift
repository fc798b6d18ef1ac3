package import CHermetic

/// A seccomp filter (seccomp(2)): rules by system call, of which the first that fits decides; what none
/// speaks of is allowed.
///
/// A program of another architecture than this machine's own would number its calls in another way, and ends.
/// Calls that are newer than the table of calls fail with ENOSYS: nobody has judged them.
package struct FilterProgram: Hashable, Sendable {
  package let rules: [FilterRule]

  package init(_ rules: [FilterRule]) {
    self.rules = rules
  }

  package var isEmpty: Bool { rules.isEmpty }

  /// Whether any call waits for the broker.
  package var asks: Bool { rules.contains { $0.outcome == .ask } }

  /// The rules as the kernel takes them.
  package var instructions: [hermetic_instruction] {
    var code = Self.prologue
    var order: [String] = []
    var byCall: [String: [FilterRule]] = [:]
    for rule in rules {
      if byCall[rule.call] == nil { order.append(rule.call) }
      byCall[rule.call, default: []].append(rule)
    }
    for call in order {
      let number = unsafe hermetic_system_call(call)
      // This machine has none of that name.
      guard number >= 0, let rules = byCall[call] else { continue }
      let block = Self.block(rules)
      code.append(Self.jump(.equal, UInt32(number), 1, 0))
      code.append(
        hermetic_instruction(code: 0x05, if_true: 0, if_false: 0, value: UInt32(block.count)))
      code += block
    }
    code.append(Self.result(.allow))
    return code
  }

  /// The rules of one call, each of which gives way to the next where its conditions do not hold.
  private static func block(_ rules: [FilterRule]) -> [hermetic_instruction] {
    var code: [hermetic_instruction] = []
    var isSettled = false
    for rule in rules where !isSettled {
      let tests = rule.conditions.flatMap { test($0) }
      var position = 0
      for condition in rule.conditions {
        for var instruction in test(condition) {
          position += 1
          // To the next rule: over what is left of the tests, and the result.
          if instruction.if_false == Self.elsewhere {
            instruction.if_false = UInt8(tests.count - position + 1)
          }
          code.append(instruction)
        }
      }
      code.append(result(rule.outcome))
      isSettled = rule.conditions.isEmpty
    }
    return isSettled ? code : code + [result(.allow)]
  }

  // Classic BPF (bpf(4)), on struct seccomp_data.

  private enum Comparison: UInt16 {
    case equal = 0x15
    case greater = 0x25
    case greaterOrEqual = 0x35
    case set = 0x45
  }

  /// Stands for the jump to the next rule.
  private static let elsewhere: UInt8 = 255

  private static func load(_ offset: UInt32) -> hermetic_instruction {
    hermetic_instruction(code: 0x20, if_true: 0, if_false: 0, value: offset)
  }

  private static func jump(
    _ comparison: Comparison, _ value: UInt32, _ ifTrue: UInt8, _ ifFalse: UInt8
  ) -> hermetic_instruction {
    hermetic_instruction(
      code: comparison.rawValue, if_true: ifTrue, if_false: ifFalse, value: value)
  }

  private static func result(_ outcome: FilterRule.Outcome) -> hermetic_instruction {
    let value: UInt32 =
      switch outcome {
      case .allow: 0x7fff_0000
      case .fail(let errno): 0x0005_0000 | UInt32(errno)
      case .ask: 0x7fc0_0000
      case .kill: 0x8000_0000
      }
    return hermetic_instruction(code: 0x06, if_true: 0, if_false: 0, value: value)
  }

  private static func test(_ condition: FilterRule.Condition) -> [hermetic_instruction] {
    // The lower half comes first on every machine that we know the calls of.
    func lower(_ argument: Int) -> UInt32 { 16 + 8 * UInt32(argument) }
    func masked(_ argument: Int, _ mask: UInt32) -> [hermetic_instruction] {
      let first = [load(lower(argument))]
      let and = hermetic_instruction(code: 0x54, if_true: 0, if_false: 0, value: mask)
      return mask == .max ? first : first + [and]
    }
    switch condition {
    case .equals(let argument, let value, let mask):
      return masked(argument, mask) + [jump(.equal, value, 0, elsewhere)]
    case .differs(let argument, let value, let mask):
      // Over a jump that is always taken.
      return masked(argument, mask) + [
        jump(.equal, value, 0, 1), jump(.greater, .max, 0, elsewhere),
      ]
    case .has(let argument, let bits):
      return [load(lower(argument)), jump(.set, bits, 0, elsewhere)]
    case .isPointer(let argument):
      return [
        load(lower(argument)), jump(.equal, 0, 0, 2), load(lower(argument) + 4),
        jump(.set, .max, 0, elsewhere),
      ]
    }
  }

  private static var prologue: [hermetic_instruction] {
    [
      load(4), jump(.equal, hermetic_architecture(), 1, 0), result(.kill), load(0),
      jump(.greater, UInt32(hermetic_last_system_call()), 0, 1), result(.fail(38)),
    ]
  }
}

extension FilterProgram: CustomStringConvertible {
  /// A rule a line, in their order.
  package var description: String { rules.map(\.description).joined(separator: "\n") }
}

import HermeticPolicy
import Testing

@testable import HermeticKernel

@Suite struct `An arrangement` {
  static func limits(_ kinds: Limits.Kind...) -> Limits {
    var limits = Limits()
    for kind in kinds {
      limits.add(Limits.Limit(kind, 1 << 30, origin: .flag("--\(kind.rawValue)")))
    }
    return limits
  }

  struct Row: Sendable {
    let scope: Int?
    let mayTraceAll: Bool
    let limits: Limits
    let needsBroker: Bool
    let expected: Arrangement?

    init(
      _ scope: Int?, _ mayTraceAll: Bool, _ limits: Limits, _ needsBroker: Bool,
      _ expected: Arrangement?
    ) {
      self.scope = scope
      self.mayTraceAll = mayTraceAll
      self.limits = limits
      self.needsBroker = needsBroker
      self.expected = expected
    }
  }

  static let none = Limits()
  static let each = limits(.openFiles, .fileSize)
  static let all = limits(.timeout)

  /// Nil for what is impossible.
  static let rows =
    [nil, 0, 1, 2, 3].flatMap { scope in
      // Without a broker nobody looks into the program.
      [true, false].flatMap { mayTraceAll in
        [
          Row(scope, mayTraceAll, none, false, .noBroker),
          Row(scope, mayTraceAll, each, false, .noBroker),
          Row(scope, mayTraceAll, all, false, .ancestor),
        ]
      }
    }
    + [nil, 0].flatMap { scope in
      [true, false].flatMap { mayTraceAll in
        [
          Row(scope, mayTraceAll, none, true, .brokerAside),
          Row(scope, mayTraceAll, each, true, .brokerAside),
          Row(scope, mayTraceAll, all, true, .ancestor),
        ]
      }
    }
    + [
      Row(1, false, none, true, .ancestor), Row(1, false, all, true, .ancestor),
      Row(1, true, none, true, .brokerAside), Row(1, true, all, true, .ancestor),
      Row(2, false, none, true, nil), Row(2, false, all, true, nil),
      Row(2, true, none, true, .brokerAside), Row(2, true, all, true, .ancestor),
      Row(3, false, none, true, nil), Row(3, true, none, true, nil), Row(3, true, all, true, nil),
    ]

  @Test(arguments: rows) func `follows from what is needed and what is let`(_ row: Row) {
    let chosen = Arrangement.choose(
      yamaScope: row.scope, mayTraceAll: row.mayTraceAll, limits: row.limits,
      needsBroker: row.needsBroker)
    if let expected = row.expected {
      #expect(chosen == expected)
    } else if case .impossible(let reason) = chosen {
      #expect(reason.contains("kernel.yama.ptrace_scope is \(row.scope ?? 0)"))
    } else {
      Issue.record("\(chosen) is possible")
    }
  }

  @Test(
    arguments: [
      ("CapInh:\t0\nCapEff:\t000001ffffffffff\n", true), ("CapEff:\t0000000000080000\n", true),
      ("CapEff:\t00000000a80425fb\n", false), ("CapPrm:\t000001ffffffffff\nCapEff:\t0\n", false),
      ("", false), ("CapEff:\tx\n", false),
    ] as [(String, Bool)])
  func `knows who may trace`(_ status: String, _ mayTraceAll: Bool) {
    #expect(Capabilities.mayTraceAll(status: status) == mayTraceAll)
  }
}

import HermeticPolicy
import Testing

@Suite struct `A limit` {
  static func amount(_ option: PolicyOption, _ text: String) throws -> UInt64? {
    let kind = try #require(Limits.Kind(rawValue: option.name))
    return try `A policy option`.policy(option, [text]).limits[kind]
  }

  @Test(
    arguments: [
      ("10", 10_000), ("10s", 10_000), ("10 s", 10_000), ("1.5m", 90_000), ("2h", 7_200_000),
      ("1min", 60_000), ("250ms", 250), ("0.05", 50), ("1d", 86_400_000), ("1.0015s", 1001),
    ] as [(String, UInt64)])
  func `of time is in milliseconds`(_ text: String, _ amount: UInt64) throws {
    #expect(try Self.amount(.timeout, text) == amount)
    #expect(try Self.amount(.cpuTime, text) == amount)
  }

  @Test(
    arguments: [
      ("500K", 500 << 10), ("512M", 512 << 20), ("2G", 2 << 30), ("1T", 1 << 40),
      ("512MiB", 512 << 20), ("2gib", 2 << 30), ("1.5G", 3 << 29), ("4096", 4096), ("64kb", nil),
      ("9b", 9),
    ] as [(String, UInt64?)])
  func `of size is in bytes`(_ text: String, _ amount: UInt64?) throws {
    if let amount {
      #expect(try Self.amount(.fileSize, text) == amount)
    } else {
      #expect(throws: PolicyError.self) { try Self.amount(.fileSize, text) }
    }
  }

  @Test(
    arguments: [
      (.timeout, "is not a time"), (.cpuTime, "is not a time"), (.memory, "is not a size"),
      (.fileSize, "is not a size"), (.processes, "is not a number"),
      (.openFiles, "is not a number"),
    ] as [(PolicyOption, String)],
    ["", "x", "-1", "1x", "1e3", "1,5", "1.5.2", ".5", "5.", "+1", "0x10", "1 0", "١"])
  func `is not what is no amount`(_ row: (option: PolicyOption, reason: String), _ text: String) {
    let error = #expect(throws: PolicyError.self) {
      try `A policy option`.policy(row.option, [text])
    }
    #expect(error?.subject == text && error?.reason.hasPrefix(row.reason) == true)
  }

  @Test(
    arguments: [.timeout, .cpuTime, .memory, .fileSize, .processes, .openFiles] as [PolicyOption])
  func `is neither nothing nor everything`(_ option: PolicyOption) {
    for text in ["0", "0.0000001", "00"] {
      let error = #expect(throws: PolicyError.self) { try Self.amount(option, text) }
      #expect(error?.reason.contains("more than zero") == true, "\(text)")
    }
    for text in ["1152921504606846977", "99999999999999999999999999999999999999"] {
      let error = #expect(throws: PolicyError.self) { try Self.amount(option, text) }
      #expect(error?.reason.contains("too much") == true, "\(text)")
    }
  }

  @Test func `counts whole things`() {
    #expect(throws: PolicyError.self) { try Self.amount(.processes, "1.5") }
    #expect(throws: PolicyError.self) { try Self.amount(.fileSize, "1.5") }
  }

  @Test func `of memory leaves enough to start`() {
    let error = #expect(throws: PolicyError.self) { try Self.amount(.memory, "512") }
    #expect(error?.reason.contains("at least 1 MiB") == true)
  }

  @Test(
    arguments: [
      (.timeout, 2000, "2 s"), (.timeout, 90_000, "90 s"), (.timeout, 120_000, "2 min"),
      (.timeout, 7_200_000, "2 h"), (.timeout, 1500, "1.5 s"), (.timeout, 250, "250 ms"),
      (.memory, 512 << 20, "512 MiB"), (.memory, 3 << 29, "1536 MiB"), (.fileSize, 9, "9 bytes"),
      (.fileSize, 1024, "1 KiB"), (.processes, 40, "40"),
    ] as [(Limits.Kind, UInt64, String)])
  func `is written for people`(_ kind: Limits.Kind, _ amount: UInt64, _ text: String) {
    #expect(kind.written(amount) == text)
  }

  @Test func `gives way to a smaller one`() throws {
    var policy = try `A policy option`.policy(.timeout, ["10", "5", "7"])
    #expect(policy.limits.all.map(\.origin) == [.flag("--timeout 5")])
    try PolicyOption.timeout.apply(to: &policy, values: ["5s"])
    #expect(policy.limits.all.map(\.origin) == [.flag("--timeout 5")])

    let found = try `A policy option`.policy(.timeout, ["3"])
    var union = policy
    union.formUnion(found)
    #expect(union.limits[.timeout] == 3000)
    var other = found
    other.formUnion(policy)
    #expect(other.limits == union.limits)
    #expect(policy.adopt(found).isEmpty && policy.limits == found.limits)
  }

  @Test func `refuses nothing`() throws {
    let policy = try `A policy option`.policy(.openFiles, ["40"])
    #expect(policy.isEmpty && !policy.limits.isEmpty && !policy.limits.needWatching)
    #expect(try `A policy option`.policy(.memory, ["40M"]).limits.needWatching)
  }
}

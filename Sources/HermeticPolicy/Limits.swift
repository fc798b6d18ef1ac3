/// How much a program and all that it starts may use; nothing where no limit is set.
///
/// ```swift
/// try policy.limit(.memory, "512M")
/// print(policy.limits[.memory] ?? 0)   // 536870912
/// ```
public struct Limits: Hashable, Sendable {
  /// What is measured.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Processor time of all processes together, in milliseconds.
    case cpuTime = "cpu-time"
    /// Memory of all processes together, in bytes.
    case memory
    /// How many processes there are at once.
    case processes
    /// How many files each process has open at once.
    case openFiles = "open-files"
    /// The size that each process can give a file, in bytes.
    case fileSize = "file-size"
    /// Time since the start, in milliseconds.
    case timeout
  }

  /// A limit, and who set it.
  public struct Limit: Hashable, Sendable {
    /// What is measured.
    public let kind: Kind
    /// How much there may be, in the unit of the kind.
    public let amount: UInt64
    /// Where it was written.
    public let origin: Origin

    /// A limit from its parts.
    public init(_ kind: Kind, _ amount: UInt64, origin: Origin) {
      self.kind = kind
      self.amount = amount
      self.origin = origin
    }
  }

  private var limits: [Kind: Limit] = [:]

  /// No limits.
  public init() {}

  /// The amount of a kind; nil where there is no limit.
  public subscript(kind: Kind) -> UInt64? { limits[kind]?.amount }

  /// Whether there are none.
  public var isEmpty: Bool { limits.isEmpty }

  /// In the order of the options.
  public var all: [Limit] { Kind.allCases.compactMap { limits[$0] } }

  /// Whether some hold for all processes together, which takes somebody who watches them.
  public var needWatching: Bool { all.contains(where: \.kind.isOfAllProcesses) }

  /// Adds a limit; of two of a kind the smaller one stands, of two alike the first.
  public mutating func add(_ limit: Limit) {
    guard let present = limits[limit.kind], present.amount <= limit.amount else {
      limits[limit.kind] = limit
      return
    }
  }

  /// Adds the limits of another; of two of a kind the smaller one stands.
  public mutating func formUnion(_ other: Limits) {
    for limit in other.all { add(limit) }
  }
}

extension Limits.Kind {
  /// Whether the program and all that it starts share it, as against each process having it for itself.
  public var isOfAllProcesses: Bool {
    switch self {
    case .cpuTime, .memory, .processes, .timeout: true
    case .openFiles, .fileSize: false
    }
  }

  /// The least that makes sense: a program cannot even be started with less.
  var least: UInt64 { self == .memory ? 1 << 20 : 1 }

  /// Reads an amount as people write it.
  func amount(_ text: String) throws(PolicyError) -> UInt64 {
    let units: [(names: [String], size: UInt64)]
    let example: String
    switch self {
    case .cpuTime, .timeout:
      units = [
        (["ms"], 1), (["", "s"], 1000), (["m", "min"], 60_000), (["h"], 3_600_000),
        (["d"], 86_400_000),
      ]
      example = "a time, such as 10, 1.5m or 2h"
    case .memory, .fileSize:
      units =
        [(["", "b"], 1)]
        + ["k", "m", "g", "t"].enumerated().map { ([$1, $1 + "ib"], 1 << (10 * UInt64($0 + 1))) }
      example = "a size, such as 500K, 512M or 2GiB"
    case .processes, .openFiles:
      units = [([""], 1)]
      example = "a number"
    }
    let number = text.utf8.prefix { $0 == 0x2e || (0x30...0x39).contains($0) }
    let unit = String(text.dropFirst(number.count).drop { $0 == " " }).lowercased()
    guard let size = units.first(where: { $0.names.contains(unit) })?.size,
      let decimal = Decimal(number)
    else { throw PolicyError(.invalidValue, text, "is not \(example)") }
    guard let amount = decimal.times(size), amount <= Self.most else {
      throw PolicyError(.invalidValue, text, "is too much to be a limit; leave it out")
    }
    guard amount > 0 else {
      throw PolicyError(.invalidValue, text, "leaves nothing; it must be more than zero")
    }
    guard decimal.isWhole || size > 1 else {
      throw PolicyError(.invalidValue, text, "is not \(example); it has no fractions")
    }
    guard amount >= least else {
      throw PolicyError(
        .invalidValue, text, "is less than any program needs; at least \(written(least))")
    }
    return amount
  }

  /// What every unit's sums stay well below.
  private static let most: UInt64 = 1 << 60

  /// An amount for people: `2 s`, `512 MiB`.
  public func written(_ amount: UInt64) -> String {
    switch self {
    case .cpuTime, .timeout:
      for (size, name) in [(3_600_000, "h"), (60_000, "min"), (1000, "s")] as [(UInt64, String)]
      where amount % size == 0 {
        return "\(amount / size) \(name)"
      }
      return amount % 100 == 0 ? "\(amount / 1000).\(amount / 100 % 10) s" : "\(amount) ms"
    case .memory, .fileSize:
      let units = ["TiB", "GiB", "MiB", "KiB"]
      for (index, name) in units.enumerated() {
        let size: UInt64 = 1 << (10 * UInt64(units.count - index))
        if amount % size == 0 { return "\(amount / size) \(name)" }
      }
      return "\(amount) bytes"
    case .processes, .openFiles: return "\(amount)"
    }
  }

  /// What a limit of this kind is called where it is reached.
  public var title: String {
    switch self {
    case .cpuTime: "CPU time"
    case .memory: "memory"
    case .processes: "process"
    case .openFiles: "open file"
    case .fileSize: "file size"
    case .timeout: "time"
    }
  }
}

extension Limits.Limit: CustomStringConvertible {
  /// The amount for people.
  public var description: String { kind.written(amount) }
}

/// A number with a point, exactly.
private struct Decimal {
  private let whole: UInt64
  private let fraction: UInt64
  /// What the fraction is divided by.
  private let scale: UInt64

  init?(_ digits: some Sequence<UInt8>) {
    let parts = Array(digits).split(separator: 0x2e, omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    var whole: UInt64 = 0
    for digit in parts[0] {
      // Too large for any unit already: it need not be exact, but must not overflow.
      whole = min(whole, 1 << 59) * 10 + UInt64(digit - 0x30)
    }
    var (fraction, scale) = (UInt64(0), UInt64(1))
    // What is behind the sixth digit is less than any unit tells apart.
    for digit in parts.count == 2 ? parts[1].prefix(6) : [] {
      fraction = fraction * 10 + UInt64(digit - 0x30)
      scale *= 10
    }
    self.whole = whole
    self.fraction = fraction
    self.scale = scale
  }

  var isWhole: Bool { fraction == 0 }

  /// The product, rounded down; nil where it is too large.
  func times(_ size: UInt64) -> UInt64? {
    let (product, overflows) = whole.multipliedReportingOverflow(by: size)
    guard !overflows else { return nil }
    let (sum, exceeds) = product.addingReportingOverflow(fraction * size / scale)
    return exceeds ? nil : sum
  }
}

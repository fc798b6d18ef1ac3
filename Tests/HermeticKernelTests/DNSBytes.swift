/// DNS messages written and read by other means than the code that is tested.
enum DNSBytes {
  static func name(_ text: String) -> [UInt8] {
    text.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
  }

  static func half(_ number: Int) -> [UInt8] { [UInt8(number >> 8 & 0xff), UInt8(number & 0xff)] }

  static func header(_ id: Int, _ flags: Int, _ counts: Int...) -> [UInt8] {
    half(id) + half(flags) + counts.flatMap(half)
  }

  /// A question, with an OPT record where there is a size.
  static func query(
    _ id: Int, _ text: String, _ type: Int = 1, flags: Int = 0x0100, size: Int? = nil
  ) -> [UInt8] {
    header(id, flags, 1, 0, 0, size == nil ? 0 : 1) + name(text) + half(type) + half(1)
      + (size.map(options) ?? [])
  }

  static func options(_ size: Int) -> [UInt8] {
    [0] + half(41) + half(size) + [0, 0, 0, 0] + half(0)
  }

  static func record(_ owner: [UInt8], _ type: Int, _ data: [UInt8]) -> [UInt8] {
    owner + half(type) + half(1) + [0, 0, 1, 0] + half(data.count) + data
  }

  static func record(_ owner: String, _ type: Int, _ data: [UInt8]) -> [UInt8] {
    record(name(owner), type, data)
  }

  /// An answer to a question, behind whose header come these records.
  static func answer(
    to query: [UInt8], code: Int = 0, flags: Int = 0x8180, _ records: [[UInt8]] = []
  ) -> [UInt8] {
    guard let question = questionEnd(query) else { return [] }
    return Array(query[..<2]) + half(flags | code) + half(1) + half(records.count) + half(0)
      + half(0) + query[12..<question] + records.joined()
  }

  private static func questionEnd(_ query: [UInt8]) -> Int? {
    var offset = 12
    while offset < query.count, query[offset] != 0 { offset += 1 + Int(query[offset]) }
    return offset + 5 <= query.count ? offset + 5 : nil
  }

  static func v4(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> [UInt8] { [a, b, c, d] }

  /// A message taken apart; nil where it does not hold together.
  struct Message {
    let id: Int
    let flags: Int
    let question: [UInt8]
    let name: String
    let type: Int
    let records: [Record]
    /// The OPT record's size.
    let size: Int?

    var code: Int { flags & 15 }
    var isTruncated: Bool { flags & 0x0200 != 0 }
    /// The addresses that it holds, as text.
    var addresses: [String] {
      records.filter { $0.type == 1 || $0.type == 28 }.map { record in
        record.type == 1
          ? record.data.map(String.init).joined(separator: ".")
          : record.data.map { String($0, radix: 16) }.joined(separator: ":")
      }
    }

    struct Record {
      let name: String
      let type: Int
      let data: [UInt8]
      /// The name that the record's data ends with.
      let target: String?
    }

    init?(_ bytes: [UInt8]) {
      guard bytes.count >= 12 else { return nil }
      func half(_ offset: Int) -> Int? {
        offset + 1 < bytes.count ? Int(bytes[offset]) << 8 | Int(bytes[offset + 1]) : nil
      }
      func name(_ start: Int) -> (text: String, end: Int)? {
        var (offset, labels, end) = (start, [String](), Int?.none)
        for _ in 0..<200 {
          guard offset < bytes.count else { return nil }
          let length = Int(bytes[offset])
          if length == 0 { return (labels.joined(separator: "."), end ?? offset + 1) }
          if length >= 0xc0 {
            guard let target = half(offset) else { return nil }
            end = end ?? offset + 2
            offset = target & 0x3fff
          } else {
            guard length < 64, offset + 1 + length <= bytes.count else { return nil }
            labels.append(String(decoding: bytes[offset + 1...offset + length], as: UTF8.self))
            offset += 1 + length
          }
        }
        return nil
      }
      let counts = [4, 6, 8, 10].compactMap(half)
      guard let id = half(0), let flags = half(2), counts.count == 4, counts[0] == 1,
        counts[2] == 0, let (text, end) = name(12), let type = half(end), half(end + 2) == 1
      else { return nil }
      (self.id, self.flags, self.name, self.type) = (id, flags, text, type)
      question = Array(bytes[12..<end + 4])
      var (records, offset, size) = ([Record](), end + 4, Int?.none)
      for index in 0..<counts[1] + counts[3] {
        guard let (owner, next) = name(offset), let type = half(next), let kind = half(next + 2),
          let length = half(next + 8), next + 10 + length <= bytes.count
        else { return nil }
        let start = next + 10
        offset = start + length
        if index >= counts[1] {
          guard type == 41, owner.isEmpty else { return nil }
          size = kind
          continue
        }
        let prefix = [2: 0, 5: 0, 12: 0, 15: 2, 33: 6][type]
        records.append(
          Record(
            name: owner, type: type, data: Array(bytes[start..<offset]),
            target: prefix.flatMap { name(start + $0)?.text }))
      }
      guard offset == bytes.count else { return nil }
      (self.records, self.size) = (records, size)
    }
  }
}

/// SplitMix64: the same numbers in every run.
struct DNSRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}

/// A file in a zip archive (PKWARE's APPNOTE 6.3), read as the archive is now.
struct ArchiveMember {
  /// What it holds, unpacked.
  let content: [UInt8]?

  /// Finds the member that a path through an archive leads to: `/lib/code.zip/package/module.py`.
  init?(at path: String) {
    var archive = path[...]
    while let slash = archive.lastIndex(of: "/"), slash != archive.startIndex {
      archive = archive[..<slash]
      guard let bytes = DiskContent.read(String(archive)) else { continue }
      let name = path[path.index(after: slash)...]
      content = Archive(bytes)?.content(of: Array(name.utf8))
      return
    }
    return nil
  }
}

/// The bytes of an archive, and where its directory is.
private struct Archive {
  private let bytes: [UInt8]
  private let directory: Int
  private let count: Int

  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    let endSize = 22
    guard bytes.count >= endSize else { return nil }
    // The record at the end may have a comment behind it.
    let first = max(0, bytes.count - endSize - 65535)
    for start in stride(from: bytes.count - endSize, through: first, by: -1)
    where bytes[start...].starts(with: [0x50, 0x4b, 5, 6]) {
      guard let count = bytes.number(at: start + 10, as: UInt16.self),
        let size = bytes.number(at: start + 12, as: UInt32.self),
        let offset = bytes.number(at: start + 16, as: UInt32.self), Int(size) <= start
      else { return nil }
      // What stands before the archive moves it, but not what it says of itself.
      directory = start - Int(size)
      shift = directory - Int(offset)
      self.count = Int(count)
      return
    }
    return nil
  }

  private let shift: Int

  func content(of name: [UInt8]) -> [UInt8]? {
    var entry = directory
    for _ in 0..<count {
      guard bytes.starts(with: [0x50, 0x4b, 1, 2], at: entry),
        let method = bytes.number(at: entry + 10, as: UInt16.self),
        let packed = bytes.number(at: entry + 20, as: UInt32.self),
        let size = bytes.number(at: entry + 24, as: UInt32.self),
        let nameSize = bytes.number(at: entry + 28, as: UInt16.self),
        let extraSize = bytes.number(at: entry + 30, as: UInt16.self),
        let commentSize = bytes.number(at: entry + 32, as: UInt16.self),
        let offset = bytes.number(at: entry + 42, as: UInt32.self)
      else { return nil }
      if Int(nameSize) == name.count, bytes.starts(with: name, at: entry + 46) {
        let header = Int(offset) + shift
        guard header >= 0, let nameSize = bytes.number(at: header + 26, as: UInt16.self),
          let extraSize = bytes.number(at: header + 28, as: UInt16.self)
        else { return nil }
        let start = header + 30 + Int(nameSize) + Int(extraSize)
        guard start + Int(packed) <= bytes.count else { return nil }
        let data = bytes[start..<start + Int(packed)]
        switch method {
        case 0: return Array(data)
        case 8: return Inflate.unpack(data, most: Int(size))
        default: return nil
        }
      }
      entry += 46 + Int(nameSize) + Int(extraSize) + Int(commentSize)
    }
    return nil
  }
}

/// The inverse of DEFLATE (RFC 1951).
private struct Inflate {
  private let data: ArraySlice<UInt8>
  private var position: Int
  private var bits: UInt32 = 0
  private var bitCount = 0
  private var output: [UInt8] = []
  private let most: Int

  /// What was packed; nil for what is damaged or longer than it should be.
  static func unpack(_ data: ArraySlice<UInt8>, most: Int) -> [UInt8]? {
    var inflate = Inflate(data, most: most)
    return inflate.run() ? inflate.output : nil
  }

  private init(_ data: ArraySlice<UInt8>, most: Int) {
    self.data = data
    position = data.startIndex
    self.most = most
  }

  private mutating func take(_ count: Int) -> Int? {
    while bitCount < count {
      guard position < data.endIndex else { return nil }
      bits |= UInt32(data[position]) << UInt32(bitCount)
      position += 1
      bitCount += 8
    }
    let value = Int(bits & (1 << UInt32(count) - 1))
    bits >>= UInt32(count)
    bitCount -= count
    return value
  }

  private mutating func run() -> Bool {
    while true {
      guard let isLast = take(1), let kind = take(2) else { return false }
      let isWhole: Bool
      switch kind {
      case 0: isWhole = copy()
      case 1: isWhole = expand(Self.fixedLengths, Self.fixedDistances)
      case 2:
        guard let (lengths, distances) = codes() else { return false }
        isWhole = expand(lengths, distances)
      default: return false
      }
      guard isWhole else { return false }
      if isLast == 1 { return true }
    }
  }

  private mutating func copy() -> Bool {
    (bits, bitCount) = (0, 0)
    guard let size = take(16), let complement = take(16), size ^ complement == 0xffff,
      position + size <= data.endIndex, output.count + size <= most
    else { return false }
    output += data[position..<position + size]
    position += size
    return true
  }

  /// A prefix code: how many codes there are of each length, and the symbols in the order of their codes.
  private struct Code {
    var counts = [Int](repeating: 0, count: 16)
    var symbols: [Int] = []

    init(_ lengths: [Int]) {
      for length in lengths where length > 0 { counts[length] += 1 }
      for length in 1..<16 {
        for (symbol, own) in lengths.enumerated() where own == length { symbols.append(symbol) }
      }
    }
  }

  private static let fixedLengths = Code(
    (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
  private static let fixedDistances = Code([Int](repeating: 5, count: 30))

  private mutating func symbol(_ code: Code) -> Int? {
    var (value, first, index) = (0, 0, 0)
    for length in 1..<16 {
      guard let bit = take(1) else { return nil }
      value |= bit
      let count = code.counts[length]
      if value - first < count {
        let at = index + value - first
        return at < code.symbols.count ? code.symbols[at] : nil
      }
      index += count
      first = (first + count) << 1
      value <<= 1
    }
    return nil
  }

  /// The two codes that a block brings along.
  private mutating func codes() -> (Code, Code)? {
    guard let lengthCount = take(5), let distanceCount = take(5), let ownCount = take(4) else {
      return nil
    }
    var own = [Int](repeating: 0, count: 19)
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    for index in 0..<(ownCount + 4) {
      guard let length = take(3) else { return nil }
      own[order[index]] = length
    }
    let code = Code(own)
    let whole = lengthCount + 257 + distanceCount + 1
    var lengths: [Int] = []
    while lengths.count < whole {
      guard let symbol = symbol(code) else { return nil }
      switch symbol {
      case 0..<16: lengths.append(symbol)
      case 16:
        guard let last = lengths.last, let times = take(2) else { return nil }
        lengths += [Int](repeating: last, count: times + 3)
      default:
        guard let times = take(symbol == 17 ? 3 : 7) else { return nil }
        lengths += [Int](repeating: 0, count: times + (symbol == 17 ? 3 : 11))
      }
    }
    guard lengths.count == whole else { return nil }
    return (
      Code(Array(lengths[..<(lengthCount + 257)])), Code(Array(lengths[(lengthCount + 257)...]))
    )
  }

  private static let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258,
  ]
  private static let distanceBases = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
    3073, 4097, 6145, 8193, 12289, 16385, 24577,
  ]

  private mutating func expand(_ lengths: Code, _ distances: Code) -> Bool {
    while true {
      guard let symbol = symbol(lengths) else { return false }
      if symbol == 256 { return true }
      if symbol < 256 {
        guard output.count < most else { return false }
        output.append(UInt8(symbol))
        continue
      }
      let index = symbol - 257
      guard index < Self.lengthBases.count,
        let extra = take(index < 8 || index == 28 ? 0 : (index - 4) / 4),
        let far = self.symbol(distances), far < Self.distanceBases.count,
        let farExtra = take(far < 4 ? 0 : (far - 2) / 2)
      else { return false }
      let length = Self.lengthBases[index] + extra
      let distance = Self.distanceBases[far] + farExtra
      guard distance <= output.count, output.count + length <= most else { return false }
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
  }
}

extension [UInt8] {
  fileprivate func starts(with part: [UInt8], at index: Int) -> Bool {
    index >= 0 && index + part.count <= count && self[index...].starts(with: part)
  }

  /// The little-endian number at an offset, or nil past the end.
  fileprivate func number<Number: FixedWidthInteger>(at offset: Int, as _: Number.Type) -> Number? {
    let size = Number.bitWidth / 8
    guard offset >= 0, offset + size <= count else { return nil }
    return self[offset..<offset + size].reversed().reduce(0) { $0 << 8 | Number($1) }
  }

  /// The text with every line ended by a line feed alone, as `zipimport` compiles it.
  var withUnixLines: [UInt8] {
    var lines: [UInt8] = []
    lines.reserveCapacity(count)
    for (index, byte) in enumerated() {
      if byte == 0x0d {
        if index + 1 >= count || self[index + 1] != 0x0a { lines.append(0x0a) }
      } else {
        lines.append(byte)
      }
    }
    return lines
  }
}

import Foundation

/// What the dynamic loader reads of an ELF file (64 bits, little-endian).
struct BinaryFile {
  private let bytes: [UInt8]
  private let sections: [Section]

  private struct Section {
    let type: UInt64
    let offset: Int
    let size: Int
    let link: Int
  }

  struct FormatError: Error {}

  init(path: String) throws {
    bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    guard bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2, 1]), bytes.count > 64 else {
      throw FormatError()
    }
    let bytes = bytes
    func number(_ offset: Int, _ size: Int) -> Int { Self.number(bytes, offset, size) }
    let table = number(40, 8)
    let (size, count) = (number(58, 2), number(60, 2))
    guard count > 0, table + size * count <= bytes.count else { throw FormatError() }
    sections = (0..<count).map { index in
      let header = table + size * index
      return Section(
        type: UInt64(number(header + 4, 4)), offset: number(header + 24, 8),
        size: number(header + 32, 8), link: number(header + 40, 4))
    }
  }

  private static func number(_ bytes: [UInt8], _ offset: Int, _ size: Int) -> Int {
    guard offset >= 0, offset + size <= bytes.count else { return 0 }
    return bytes[offset..<offset + size].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private func number(_ offset: Int, _ size: Int) -> Int { Self.number(bytes, offset, size) }

  private func text(_ offset: Int) -> String {
    String(decoding: bytes[offset...].prefix { $0 != 0 }, as: UTF8.self)
  }

  /// The libraries that the file asks for (`DT_NEEDED`).
  var needed: [String] {
    sections.filter { $0.type == 6 }.flatMap { dynamic in
      stride(from: dynamic.offset, to: dynamic.offset + dynamic.size, by: 16)
        .filter { number($0, 8) == 1 }
        .map { text(sections[dynamic.link].offset + number($0 + 8, 8)) }
    }
  }

  /// The names that the file defines for others (`STB_GLOBAL`, `STB_WEAK` and `STB_GNU_UNIQUE`).
  var exported: Set<String> {
    var names: Set<String> = []
    for table in sections where table.type == 11 {
      for symbol in stride(from: table.offset, to: table.offset + table.size, by: 24) {
        let isDefined = number(symbol + 6, 2) != 0
        if isDefined, number(symbol + 4, 1) >> 4 != 0 {
          names.insert(text(sections[table.link].offset + number(symbol, 4)))
        }
      }
    }
    return names
  }
}

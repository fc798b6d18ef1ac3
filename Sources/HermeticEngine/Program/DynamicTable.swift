/// The dynamic section of an ELF file, with the segments its addresses point into.
struct DynamicTable {
  enum Tag: UInt64 {
    case needed = 1
    case sysvHash = 4
    case strings = 5
    case symbols = 6
    case stringsSize = 10
    case legacyRunPath = 15
    case runPath = 29
    case gnuHash = 0x6fff_fef5
  }

  let segments: [ProgramHeader]
  private var entries: [(tag: Tag, value: UInt64)] = []

  init(
    _ headers: [ProgramHeader], in content: borrowing FileContent
  ) throws(ELFFile.Problem) {
    segments = headers.filter { $0.kind == .load }
    guard let header = headers.first(where: { $0.kind == .dynamic }) else { return }
    guard header.fileSize <= 1 << 16 else { throw .malformed("its dynamic section is too long") }
    let table = content.bytes(at: header.offset, count: Int(header.fileSize))
    guard table.count == Int(header.fileSize) else {
      throw .malformed("its dynamic section lies outside the file")
    }
    for start in stride(from: 0, to: table.count, by: 16) {
      guard let tag = table.number(at: start, as: UInt64.self), tag != 0,
        let value = table.number(at: start + 8, as: UInt64.self)
      else { break }
      if let tag = Tag(rawValue: tag) { entries.append((tag, value)) }
    }
  }

  /// Every value with a tag, in the file's order.
  func values(_ tag: Tag) -> [UInt64] {
    entries.filter { $0.tag == tag }.map(\.value)
  }

  /// Where an address lies in the file, or nil where no segment was loaded from there.
  func offset(ofAddress address: UInt64) -> UInt64? {
    for segment in segments where address >= segment.address {
      let distance = address - segment.address
      guard distance < segment.fileSize else { continue }
      let (offset, overflow) = segment.offset.addingReportingOverflow(distance)
      return overflow ? nil : offset
    }
    return nil
  }

  /// At most `count` bytes of the loaded image.
  func bytes(
    at address: UInt64, plus distance: UInt64 = 0, count: Int, in content: borrowing FileContent
  ) -> [UInt8] {
    let (start, overflow) = address.addingReportingOverflow(distance)
    guard !overflow, let offset = offset(ofAddress: start) else { return [] }
    return content.bytes(at: offset, count: count)
  }

  /// Every name that an entry with a tag points at, in the file's order.
  func strings(_ tag: Tag, in content: borrowing FileContent) -> [String] {
    var strings: [String] = []
    for index in values(tag) {
      if let string = string(at: index, in: content) { strings.append(string) }
    }
    return strings
  }

  /// A name from the string table; nil outside of it, or past the longest path there can be.
  func string(at index: UInt64, in content: borrowing FileContent) -> String? {
    guard let table = values(.strings).first, let size = values(.stringsSize).first, index < size
    else { return nil }
    let limit = Int(min(size - index, 4096))
    let bytes = bytes(at: table, plus: index, count: limit, in: content)
    guard let end = bytes.firstIndex(of: 0) else { return nil }
    return String(decoding: bytes[..<end], as: UTF8.self)
  }
}

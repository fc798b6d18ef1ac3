import SystemPackage

/// What a 64-bit ELF file says about how it is loaded, read in bounded pieces.
///
/// Nothing in the file is trusted: each offset is checked against the file, each table has a limit,
/// and a file that breaks one is malformed. See elf(5).
struct ELFFile: ~Copyable {
  enum Problem: Error, Hashable {
    case unreadable(Errno)
    case notELF
    case foreign(String)
    case malformed(String)
  }

  /// The dynamic loader that the kernel would start, from `PT_INTERP`.
  let loader: FilePath?
  /// The libraries it is linked with, from `DT_NEEDED`.
  let needed: [String]
  /// Where they are searched first, unless there is a run path, from `DT_RPATH`.
  let legacyRunPath: String?
  /// Where they are searched after `LD_LIBRARY_PATH`, from `DT_RUNPATH`.
  let runPath: String?
  let content: FileContent
  let dynamic: DynamicTable

  /// Reads the headers of a file that this machine could run.
  init(_ path: FilePath) throws(Problem) {
    let content = try Self.open(path)
    let header = content.bytes(at: 0, count: 64)
    guard header.starts(with: Self.magic) else { throw .notELF }
    guard header.count == 64 else { throw .malformed("its header is cut short") }
    guard header[4] == 2, header[5] == 1 else { throw .foreign("not 64-bit and little-endian") }
    let machine = header.number(at: 18, as: UInt16.self)
    guard machine == Self.nativeMachine else { throw .foreign("machine \(machine ?? 0)") }
    let headers = try ProgramHeader.all(in: content, header: header)
    let dynamic = try DynamicTable(headers, in: content)
    loader = Self.loader(headers, in: content)
    needed = dynamic.strings(.needed, in: content)
    legacyRunPath = dynamic.strings(.legacyRunPath, in: content).first
    runPath = dynamic.strings(.runPath, in: content).first
    self.dynamic = dynamic
    self.content = content
  }

  private static func loader(
    _ headers: [ProgramHeader], in content: borrowing FileContent
  ) -> FilePath? {
    guard let header = headers.first(where: { $0.kind == .interpreter }) else { return nil }
    let length = min(4096, Int(clamping: header.fileSize))
    return FilePath(bytes: content.bytes(at: header.offset, count: length))
  }

  private static func open(_ path: FilePath) throws(Problem) -> FileContent {
    do throws(Errno) {
      return try FileContent(path)
    } catch {
      throw .unreadable(error)
    }
  }

  static let magic: [UInt8] = [0x7f] + "ELF".utf8

  #if arch(x86_64)
    static let nativeMachine: UInt16 = 62
  #elseif arch(arm64)
    static let nativeMachine: UInt16 = 183
  #else
    #error("hermetic has no ELF machine number for this architecture")
  #endif
}

/// One entry of the program header table.
struct ProgramHeader {
  enum Kind: UInt32 {
    case load = 1
    case dynamic = 2
    case interpreter = 3
  }

  /// Nil for a kind that does not matter here.
  let kind: Kind?
  let offset: UInt64
  let address: UInt64
  let fileSize: UInt64

  static func all(
    in content: borrowing FileContent, header: [UInt8]
  ) throws(ELFFile.Problem) -> [ProgramHeader] {
    guard let offset = header.number(at: 32, as: UInt64.self),
      let size = header.number(at: 54, as: UInt16.self), size == 56,
      let count = header.number(at: 56, as: UInt16.self), count <= 256
    else { throw .malformed("its program headers have an unknown shape") }
    let table = content.bytes(at: offset, count: Int(count) * 56)
    guard table.count == Int(count) * 56 else {
      throw .malformed("its program headers lie outside the file")
    }
    var headers: [ProgramHeader] = []
    for start in stride(from: 0, to: table.count, by: 56) {
      guard let kind = table.number(at: start, as: UInt32.self),
        let offset = table.number(at: start + 8, as: UInt64.self),
        let address = table.number(at: start + 16, as: UInt64.self),
        let fileSize = table.number(at: start + 32, as: UInt64.self)
      else { break }
      headers.append(
        ProgramHeader(
          kind: Kind(rawValue: kind), offset: offset, address: address, fileSize: fileSize))
    }
    return headers
  }
}

import Glibc

/// The files that the kernel executes to run a program: itself, a script's interpreter, an ELF file's loader.
package struct ExecutableParts {
  package private(set) var files: [String] = []
  private let folders: [String]

  /// `folders` are where `env` looks for what a script names.
  package init(_ path: String, folders: [String] = []) {
    self.folders = folders
    add(path, depth: 0)
  }

  private mutating func add(_ path: String, depth: Int) {
    // As many scripts as Linux follows in a row.
    guard depth <= 5, !files.contains(path) else { return }
    files.append(path)
    if let line = ScriptLine(path) {
      add(line.interpreter, depth: depth + 1)
      if let found = line.program(in: folders) { add(found, depth: depth + 1) }
    } else if let loader = Self.loader(of: path) {
      add(loader, depth: depth + 1)
    }
  }

  /// What an ELF file says that it is loaded by; nil where it needs nothing.
  private static func loader(of path: String) -> String? {
    let head = BytesOfFile.read(path, most: 4096)
    guard head.count >= 64, head.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2]) else { return nil }
    func word(_ offset: Int, _ size: Int) -> Int {
      guard offset >= 0, offset + size <= head.count else { return 0 }
      return (0..<size).reduce(0) { $0 | Int(head[offset + $1]) << (8 * $1) }
    }
    // Elf64_Ehdr's table of segments, in which PT_INTERP is the loader's path.
    let (table, size, count) = (word(32, 8), word(54, 2), word(56, 2))
    for index in 0..<min(count, 64) where word(table + index * size, 4) == 3 {
      let (start, length) = (word(table + index * size + 8, 8), word(table + index * size + 32, 8))
      guard start > 0, length > 1, length < 4096 else { return nil }
      let text = BytesOfFile.read(path, from: start, most: length).prefix { $0 != 0 }
      return String(decoding: text, as: UTF8.self)
    }
    return nil
  }
}

/// A file's bytes.
enum BytesOfFile {
  /// At most so many of them; none where it cannot be read.
  static func read(_ path: String, from start: Int = 0, most: Int) -> [UInt8] {
    let file = unsafe Descriptor(open(path, O_RDONLY | O_CLOEXEC))
    guard file.number >= 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: most)
    let length = unsafe bytes.withUnsafeMutableBytes {
      unsafe pread(file.number, $0.baseAddress, most, off_t(start))
    }
    return Array(bytes.prefix(max(0, length)))
  }
}

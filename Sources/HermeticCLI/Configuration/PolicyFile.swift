import HermeticPolicy
import HermeticTOML
import SystemPackage

/// A file that says what programs may do: `hermetic.toml`, or `[tool.hermetic]` of a `pyproject.toml`.
struct PolicyFile {
  /// Absolute.
  let path: FilePath
  /// What the file says for every run.
  let section: Section
  let profiles: [String: Section]

  /// A table of options: the file's own, or that of one of its profiles.
  struct Section {
    var line = 1
    var extends: [(name: String, line: Int)] = []
    var options: [OptionUse] = []
    var settings: [(setting: FileSetting, line: Int)] = []

    var isEmpty: Bool { extends.isEmpty && options.isEmpty && settings.isEmpty }
  }

  /// An option with its values; none for one that is only switched on.
  struct OptionUse {
    let option: PolicyOption
    let values: [(text: String, line: Int)]
    let line: Int
  }

  static let name = "hermetic.toml"
  static let projectName = "pyproject.toml"

  /// The folder that the file's paths are relative to.
  var folder: String { path.removingLastComponent().trail.end.string }

  /// Whether it neither asks for anything nor has a profile that does.
  var saysNothing: Bool { section.isEmpty && profiles.isEmpty }

  // MARK: Finding

  /// Finds the file of the folder or of one around it.
  static func search(from folder: String) throws(ConfigurationError) -> PolicyFile? {
    var folder = FilePath(folder)
    while true {
      for name in [name, projectName] {
        let path = folder.appending(name)
        guard let bytes = try found(path) else { continue }
        // Other tools' files are not hermetic's to judge.
        if name == projectName, !bytes.contains("hermetic".utf8) { continue }
        if let file = try PolicyFile(path, bytes) { return file }
      }
      guard folder.lastComponent != nil else { return nil }
      folder.removeLastComponent()
    }
  }

  /// Reads the file that the user names.
  static func named(_ given: String, in folder: String) throws(ConfigurationError) -> PolicyFile {
    let flag = "--config \(given)"
    guard !given.isEmpty else { throw ConfigurationError(flag: "--config", "names no file") }
    let path = FilePath(folder).pushing(FilePath(given)).withoutDots
    let bytes: [UInt8]
    do {
      bytes = try read(path)
    } catch {
      throw ConfigurationError(flag: flag, error.message)
    }
    guard let file = try PolicyFile(path, bytes) else {
      throw ConfigurationError(flag: flag, "has no [tool.hermetic]")
    }
    return file
  }

  /// The content of a file that may not be there.
  private static func found(_ path: FilePath) throws(ConfigurationError) -> [UInt8]? {
    do {
      return try read(path)
    } catch {
      switch error {
      case .system(.noSuchFileOrDirectory), .system(.notDirectory), .folder: return nil
      default:
        throw ConfigurationError(
          file: path.string, error.message + "; --no-config runs without it")
      }
    }
  }

  // MARK: Reading

  private enum ReadError: Error {
    case system(Errno)
    case folder, notFile, tooLarge

    var message: String {
      switch self {
      case .system(let errno): "cannot be read: \(errno.description.lowercased())"
      case .folder: "is a folder, not a file"
      case .notFile: "is not a regular file"
      case .tooLarge: "is larger than 1 MiB"
      }
    }
  }

  private static let mostBytes = 1 << 20

  private static func read(_ path: FilePath) throws(ReadError) -> [UInt8] {
    do {
      // A pipe would block, and a device never end.
      let descriptor = try FileDescriptor.open(
        path, .readOnly, options: [.closeOnExec, .nonBlocking])
      defer { try? descriptor.close() }
      switch try descriptor.stat().type {
      case .regular: break
      case .directory: throw ReadError.folder
      default: throw ReadError.notFile
      }
      var bytes: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      while bytes.count <= mostBytes {
        let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe descriptor.read(into: $0) }
        if count == 0 { return bytes }
        bytes += chunk[..<count]
      }
      throw ReadError.tooLarge
    } catch let error as ReadError {
      throw error
    } catch {
      throw .system(error as? Errno ?? .ioError)
    }
  }

  /// Nil for a `pyproject.toml` without a word for hermetic.
  private init?(_ path: FilePath, _ bytes: [UInt8]) throws(ConfigurationError) {
    self.path = path
    // Editors on Windows begin a text with a mark that is no part of it.
    let text = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes.dropFirst(3) : bytes[...]
    guard let string = String(validating: text, as: UTF8.self) else {
      throw ConfigurationError(file: path.string, line: Self.invalidLine(text), "is not UTF-8")
    }
    let root: TOMLTable
    do {
      root = try TOMLTable(parsing: string)
    } catch {
      throw ConfigurationError(file: path.string, line: error.line, error.message)
    }
    let reader = SectionReader(file: path.string)
    guard path.lastComponent?.string == Self.projectName else {
      (section, profiles) = try reader.file(root, line: 1)
      return
    }
    guard let own = root["tool"]?.value.table?["hermetic"] else { return nil }
    guard let table = own.value.table else {
      throw reader.error(own, "is a table, [tool.hermetic]")
    }
    (section, profiles) = try reader.file(table, line: own.line)
  }

  /// The first line that is not UTF-8.
  private static func invalidLine(_ text: ArraySlice<UInt8>) -> Int? {
    text.split(separator: 0x0a, omittingEmptySubsequences: false)
      .firstIndex { String(validating: $0, as: UTF8.self) == nil }.map { $0 + 1 }
  }
}

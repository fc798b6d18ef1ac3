import SystemPackage

/// Something that `python3 PATH` runs, and no kernel would.
enum PythonSource {
  case script
  /// A folder with a `__main__.py`.
  case folder
  case zip

  /// Looks at a file's name first, then at its content; nil where it is something else.
  init?(_ name: Argument, at path: FilePath, in environment: Environment) {
    guard let status = try? Stat(path) else { return nil }
    if status.type == .directory {
      guard path.appending("__main__.py").isRegularFile else { return nil }
      self = .folder
    } else if status.type == .regular {
      if [".py", ".pyw", ".pyz"].contains(where: name.hasSuffix) {
        self = .script
      } else if Self.isZip(path) {
        self = .zip
      } else {
        return nil
      }
    } else {
      return nil
    }
  }

  /// Whether the file starts as a zip file does, or ends with the record that closes one.
  ///
  /// A shebang or a program may stand in front. See
  /// [APPNOTE.TXT](https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT), 4.3.16.
  private static func isZip(_ path: FilePath) -> Bool {
    guard let content = try? FileContent(path) else { return false }
    if content.bytes(at: 0, count: 4) == [0x50, 0x4b, 3, 4] { return true }
    let length = min(content.size, 22 + 0xffff)
    let tail = content.bytes(at: content.size - length, count: Int(length))
    return tail.indices.dropLast(21).contains { index in
      tail[index] == 0x50 && tail[index + 1] == 0x4b && tail[index + 2] == 5
        && tail[index + 3] == 6
        && tail.number(at: index + 20, as: UInt16.self).map(Int.init) == tail.count - index - 22
    }
  }
}

/// An object in a module, written `package.module:object.method`.
///
/// See the [entry points specification](https://packaging.python.org/specifications/entry-points/).
struct ObjectReference {
  let module: String
  let attributes: [String]

  init?(_ word: Argument) {
    let parts = word.split(at: ":")
    guard parts.count == 2, let module = Self.names(parts[0]), let path = Self.names(parts[1])
    else { return nil }
    self.module = module.joined(separator: ".")
    attributes = path
  }

  /// The code a console script of this object would have, with the reference as its name.
  var source: Argument {
    let object = attributes.joined(separator: ".")
    return Argument(
      """
      import sys
      sys.argv[0] = '\(module):\(object)'
      from \(module) import \(attributes[0])
      sys.exit(\(object)())
      """)
  }

  /// The identifiers between dots.
  ///
  /// Python itself refuses what only looks like one.
  private static func names(_ word: Argument) -> [String]? {
    guard let text = String(validating: word.bytes, as: UTF8.self) else { return nil }
    let names = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let areIdentifiers = names.allSatisfy { name in
      guard let first = name.unicodeScalars.first, !("0"..."9").contains(first) else {
        return false
      }
      return name.unicodeScalars.allSatisfy {
        $0 == "_" || $0.properties.isXIDContinue
      }
    }
    return areIdentifiers ? names : nil
  }
}

package import SystemPackage

/// One word of a command line, as bytes: arguments need not be UTF-8.
package struct Argument: Hashable, Sendable {
  /// The word without its closing NUL.
  package var bytes: [UInt8]

  package init(bytes: some Sequence<UInt8>) {
    self.bytes = [UInt8](bytes)
  }

  package init(_ text: String) {
    self.bytes = [UInt8](text.utf8)
  }

  package init(_ path: FilePath) {
    // SAFETY: `FilePath` keeps a NUL behind its code units, and the bytes are copied before the
    // pointer goes out of scope.
    self = unsafe path.withPlatformString { unsafe Argument(copying: $0) }
  }

  /// Copies a C string.
  init(copying string: UnsafePointer<CChar>) {
    bytes = []
    // SAFETY: the caller's string ends with a NUL, so every step lands inside it.
    var next = unsafe string
    while unsafe next.pointee != 0 {
      unsafe bytes.append(UInt8(bitPattern: next.pointee))
      unsafe next += 1
    }
  }

  /// The word as text, with replacement characters where it is not UTF-8.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The word as it may be shown on a terminal: control characters are spelled out.
  package var printable: String {
    var shown = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": shown += "\\n"
      case "\r": shown += "\\r"
      case "\t": shown += "\\t"
      case _ where scalar.properties.generalCategory == .control:
        shown += "\\u{\(String(scalar.value, radix: 16))}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return bytes.isEmpty ? "''" : shown
  }
}

extension Argument: CustomStringConvertible {
  package var description: String { printable }
}

extension Argument: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) { self.init(text) }
}

extension Argument {
  static let slash = UInt8(ascii: "/")

  var isEmpty: Bool { bytes.isEmpty }

  var hasSlash: Bool { bytes.contains(Self.slash) }

  func hasPrefix(_ prefix: String) -> Bool { bytes.starts(with: prefix.utf8) }

  func hasSuffix(_ suffix: String) -> Bool { bytes.reversed().starts(with: suffix.utf8.reversed()) }

  /// What follows the last slash, as the kernel names a process.
  var baseName: Argument {
    guard let slash = bytes.lastIndex(of: Self.slash) else { return self }
    return Argument(bytes: bytes[(slash + 1)...])
  }

  /// What comes before the last slash, as `${path%/*}` gives it: the word itself without one.
  var parent: Argument {
    guard let slash = bytes.lastIndex(of: Self.slash) else { return self }
    return Argument(bytes: bytes[..<slash])
  }

  /// The words between separators; an empty word where two meet.
  func split(at separator: Character) -> [Argument] {
    guard let byte = separator.asciiValue else { return [self] }
    return bytes.split(separator: byte, omittingEmptySubsequences: false).map {
      Argument(bytes: $0)
    }
  }

  static func + (left: Argument, right: Argument) -> Argument {
    Argument(bytes: left.bytes + right.bytes)
  }
}

import SystemPackage

/// A regular file, open for bounded reads.
struct FileContent: ~Copyable {
  let status: Stat
  private let descriptor: FileDescriptor

  /// Opens a file; a pipe or device is refused, since opening one may block or act.
  init(_ path: FilePath) throws(Errno) {
    guard try Stat(path).type == .regular else { throw .invalidArgument }
    (descriptor, status) = try Self.open(path)
  }

  private static func open(_ path: FilePath) throws(Errno) -> (FileDescriptor, Stat) {
    let descriptor: FileDescriptor
    do {
      descriptor = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
    } catch {
      throw error as? Errno ?? .ioError
    }
    do throws(Errno) {
      return (descriptor, try Stat(descriptor))
    } catch {
      try? descriptor.close()
      throw error
    }
  }

  deinit { try? descriptor.close() }

  var size: UInt64 { UInt64(max(0, status.size)) }

  /// At most `count` bytes from an offset; fewer where the file ends or cannot be read.
  func bytes(at offset: UInt64, count: Int) -> [UInt8] {
    guard offset < size, count > 0 else { return [] }
    let wanted = Int(min(UInt64(count), size - offset))
    var buffer = [UInt8](repeating: 0, count: wanted)
    var filled = 0
    while filled < wanted {
      // SAFETY: the slice lies inside `buffer`, which outlives the call.
      let read = try? unsafe buffer.withUnsafeMutableBytes { target in
        try unsafe descriptor.read(
          fromAbsoluteOffset: Int64(offset) + Int64(filled),
          into: UnsafeMutableRawBufferPointer(rebasing: target[filled...]))
      }
      guard let read, read > 0 else { break }
      filled += read
    }
    return Array(buffer.prefix(filled))
  }
}

extension [UInt8] {
  /// The little-endian number at an offset, or nil past the end.
  func number<Number: FixedWidthInteger>(at offset: Int, as _: Number.Type) -> Number? {
    let size = Number.bitWidth / 8
    guard offset >= 0, count >= size, offset <= count - size else { return nil }
    return self[offset..<offset + size].reversed().reduce(0) { $0 << 8 | Number($1) }
  }
}

import CHermetic
import Glibc

/// A path as a process gave it: copied, and with the place that it starts at held.
struct GivenPath: ~Copyable {
  /// Ends with a null byte, of which there is no other.
  let text: [UInt8]
  /// The process's root, or the folder that the path is relative to.
  let start: Start
  /// Where a new link there is to lead.
  var target: [UInt8] = []

  init(text: [UInt8], start: consuming Start) {
    self.text = text
    self.start = start
  }

  var isAbsolute: Bool { text[0] == Self.slash }
  var isEmpty: Bool { text.count == 1 }
  /// Whether only a folder can be meant.
  var endsWithSlash: Bool { text.count > 1 && text[text.count - 2] == Self.slash }

  static let slash = UInt8(ascii: "/")

  /// The last component, without slashes; empty where there is none.
  var last: ArraySlice<UInt8> {
    let end = text.dropLast().lastIndex { $0 != Self.slash }.map { $0 + 1 } ?? 0
    let start = text[..<end].lastIndex(of: Self.slash).map { $0 + 1 } ?? 0
    return text[start..<end]
  }
}

/// A place that paths start at.
struct Start: ~Copyable {
  private let held: Descriptor
  let number: CInt

  init(_ held: consuming Descriptor) {
    number = held.number
    self.held = held
  }

  /// One that somebody else holds.
  init(heldElsewhere number: CInt) {
    self.number = number
    held = Descriptor(-1)
  }
}

extension TrappedCall {
  /// A copy of text in the caller's memory, with the null byte at its end.
  ///
  /// In one piece where it does not cross a page: the next may not be there.
  func string(_ index: Int, most: Int = Int(PATH_MAX)) throws(CallError) -> [UInt8] {
    let address = argument(index)
    var failure: CInt = 0
    let text = unsafe [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      while count < most {
        let position = address &+ UInt64(count)
        let length = min(4096 - Int(position % 4096), most - count)
        // SAFETY: `count + length` bytes are in the buffer.
        guard unsafe hermetic_read_memory(thread, position, start + count, length) == length else {
          failure = errno
          return
        }
        if let end = unsafe memchr(start + count, 0, length) {
          count = unsafe UnsafeRawPointer(start).distance(to: UnsafeRawPointer(end)) + 1
          return
        }
        count += length
      }
      failure = ENAMETOOLONG
    }
    guard failure == 0 else { throw CallError(memory: failure) }
    return text
  }

  /// A copy of the caller's memory.
  func bytes(_ index: Int, count: Int) throws(CallError) -> [UInt8] {
    guard let bytes = read(argument(index), count: count) else { throw CallError(memory: errno) }
    return bytes
  }
}

extension CallError {
  /// Memory that is not there; or that of a process which nobody may look into.
  fileprivate init(memory error: CInt) {
    self.init(error == EPERM ? EACCES : error)
  }

  /// The failure in what the functions of C return.
  init?(in result: Int) {
    guard result < 0 else { return nil }
    self.init(CInt(truncatingIfNeeded: -result))
  }
}

/// The result of a call, if it has not failed.
@discardableResult
func checked<Number: SignedInteger>(_ result: Number) throws(CallError) -> Number {
  if let error = CallError(in: Int(result)) { throw error }
  return result
}

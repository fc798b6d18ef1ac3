import CHermetic
import Glibc

/// A system call that waits for the broker's answer.
///
/// What its arguments point to may change at any time: it is copied once, and what was copied is judged and
/// used.
struct TrappedCall {
  let listener: CInt
  private let notification: hermetic_notification

  /// Takes the next call off a listener; nil and errno where there is none.
  init?(receivingFrom listener: CInt) {
    var received = hermetic_notification()
    errno = unsafe hermetic_receive(listener, &received)
    guard errno == 0 else { return nil }
    self.listener = listener
    notification = received
  }

  var id: UInt64 { notification.id }
  /// The thread that made the call, by the number that the broker knows it by.
  var thread: CInt { CInt(bitPattern: notification.thread) }
  var number: CInt { notification.number }

  /// An argument as the kernel was given it.
  func argument(_ index: Int) -> UInt64 {
    let words = notification.arguments
    return switch index {
    case 0: words.0
    case 1: words.1
    case 2: words.2
    case 3: words.3
    case 4: words.4
    default: words.5
    }
  }

  /// An argument that the kernel takes for an `int`.
  func int(_ index: Int) -> CInt { CInt(truncatingIfNeeded: argument(index)) }

  /// Whether the call still waits.
  ///
  /// Its thread's number may be another's by now: what was learnt by it counts only if this is asked behind.
  var stillWaits: Bool { hermetic_still_waits(listener, id) }

  // MARK: The process's memory

  /// A copy of the caller's memory, whole; nil where it cannot be read.
  func read(_ address: UInt64, count: Int) -> [UInt8]? {
    guard count > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: count)
    let length = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe buffer.baseAddress.map {
        unsafe hermetic_read_memory(thread, address, $0, count)
      } ?? -1
    }
    return length == count ? bytes : nil
  }

  /// A copy of text that ends with a null byte, without that; nil where it cannot be read.
  func text(_ address: UInt64, most: Int = Int(PATH_MAX)) throws(CallError) -> [UInt8] {
    var text: [UInt8] = []
    var position = address
    while text.count < most {
      // A page at a time: the next may not be there.
      let count = min(4096 - Int(position % 4096), most - text.count)
      guard let piece = read(position, count: count) else { throw CallError(EFAULT) }
      if let end = piece.firstIndex(of: 0) { return text + piece[..<end] }
      text += piece
      position += UInt64(count)
    }
    throw CallError(ENAMETOOLONG)
  }

  /// Writes to the caller's memory; false where that cannot be done.
  func write(_ bytes: [UInt8], to address: UInt64) -> Bool {
    let length = unsafe bytes.withUnsafeBytes { buffer in
      unsafe buffer.baseAddress.map {
        unsafe hermetic_write_memory(thread, address, $0, bytes.count)
      } ?? -1
    }
    return length == bytes.count
  }

  // MARK: The process's descriptors

  /// A copy of one of the caller's descriptors, for the same open file.
  func take(_ descriptor: CInt) throws(CallError) -> Descriptor {
    let process = Descriptor(hermetic_process_descriptor(thread))
    guard process.number >= 0 else { throw CallError(errno) }
    let taken = Descriptor(hermetic_take_descriptor(process.number, descriptor))
    guard taken.number >= 0 else { throw CallError(errno) }
    guard stillWaits else { throw CallError(ESRCH) }
    return taken
  }
}

/// What a call fails with.
struct CallError: Error, Hashable {
  let errno: CInt

  init(_ errno: CInt) {
    self.errno = errno
  }

  /// The refusal by the policy.
  static let refused = CallError(EACCES)
}

/// An open file of the broker's own.
struct Descriptor: ~Copyable, Sendable {
  let number: CInt

  init(_ number: CInt) {
    self.number = number
  }

  deinit {
    if number >= 0 { hermetic_close(number) }
  }
}

/// What the broker answers a call with.
enum Answer: ~Copyable {
  case result(Int64)
  case failure(CallError)
  /// The number that this file has in the process from then on.
  case file(Descriptor, closesAtExec: Bool)
  /// That the kernel makes the call as it stands by then: only where no pointer decides.
  case carryOn
  /// Nothing: somebody else will.
  case later
}

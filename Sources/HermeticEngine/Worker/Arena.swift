import CHermetic
import HermeticPython
import Synchronization

/// The memory that a program and one worker share: the first half is for what the program sends, the second for what the
/// worker does.
///
/// The program never maps it. It copies out of the file and into it, so that nothing that the worker does to the memory
/// meanwhile can change what the program has read, and no page can be missing under its hands.
enum Arena {
  /// What there is for both; only what is used takes memory.
  static let size = 2 << 30
  /// From how many bytes on they go by it.
  static let least = 1 << 16
}

/// Which parts of a stretch are taken.
struct Regions {
  private static let page = 4096
  /// In ascending order, with something taken between any two.
  private var free: [Range<Int>]
  private var taken: [Int: Int] = [:]

  init(_ range: Range<Int>) { free = range.isEmpty ? [] : [range] }

  var isEmpty: Bool { taken.isEmpty }

  /// Takes the first part that is large enough; nil where none is.
  mutating func allocate(_ count: Int) -> Int? {
    let size = max(1, (count + Self.page - 1) / Self.page) * Self.page
    guard let index = free.firstIndex(where: { $0.count >= size }) else { return nil }
    let start = free[index].lowerBound
    if free[index].count == size {
      free.remove(at: index)
    } else {
      free[index] = start + size..<free[index].upperBound
    }
    taken[start] = size
    return start
  }

  /// Gives back what was taken; nil where nothing was taken there.
  mutating func release(_ start: Int) -> Range<Int>? {
    guard let size = taken.removeValue(forKey: start) else { return nil }
    var range = start..<start + size
    var index = free.firstIndex { $0.lowerBound > start } ?? free.count
    if index < free.count, free[index].lowerBound == range.upperBound {
      range = range.lowerBound..<free.remove(at: index).upperBound
    }
    if index > 0, free[index - 1].upperBound == range.lowerBound {
      index -= 1
      range = free.remove(at: index).lowerBound..<range.upperBound
    }
    free.insert(range, at: index)
    return start..<start + size
  }

  /// What is released is given back to the system from so many bytes on.
  static let large = 8 << 20
}

/// The program's side.
final class ArenaFile: Sendable {
  let descriptor: CInt
  private let size: Int
  private let regions: Mutex<Regions>

  init?() {
    var size = Arena.size
    let descriptor = unsafe hermetic_make_arena(&size)
    guard descriptor >= 0 else { return nil }
    self.descriptor = descriptor
    self.size = size
    regions = Mutex(Regions(0..<size / 2))
  }

  deinit { hermetic_close(descriptor) }

  /// Puts bytes where the worker finds them; nil where there is no room now.
  func place(_ bytes: UnsafeRawBufferPointer) throws(HostedFailure) -> Int? {
    guard bytes.count <= size / 2 else {
      throw HostedFailure(.conversion, "\(bytes.count) bytes are more than a worker can be sent")
    }
    guard let offset = regions.withLock({ $0.allocate(bytes.count) }) else { return nil }
    let error =
      unsafe bytes.baseAddress.map {
        unsafe hermetic_write_at(descriptor, $0, bytes.count, UInt64(offset))
      } ?? 0
    guard error == 0 else {
      release(offset)
      throw HostedFailure(
        .unavailable, "there is no memory to send \(bytes.count) bytes to a worker")
    }
    return offset
  }

  /// What the worker no longer needs; false where it was not given that.
  @discardableResult
  func release(_ offset: Int) -> Bool {
    regions.withLock { regions in
      guard let range = regions.release(offset) else { return false }
      if range.count >= Regions.large {
        hermetic_punch(descriptor, UInt64(range.lowerBound), UInt64(range.count))
      }
      return true
    }
  }

  /// Copies out what the worker has put into its half.
  func read(_ offset: Int, _ count: Int, into memory: UnsafeMutableRawPointer) throws(WireError) {
    guard offset >= size / 2, count >= 0, offset <= size, count <= size - offset else {
      throw WireError("it names memory that is not the worker's")
    }
    guard unsafe hermetic_read_at(descriptor, memory, count, UInt64(offset)) == 0 else {
      throw WireError("its memory cannot be read")
    }
  }
}

/// The worker's side.
@safe
final class ArenaMapping: @unchecked Sendable {
  // SAFETY (Sendable): the mapping stays as long as the process; who may write where is in the mutex.
  private let start: UnsafeMutableRawPointer
  private let size: Int
  private let regions: Mutex<Regions>

  init?(descriptor: CInt) {
    size = Int(hermetic_file_size(descriptor))
    guard size >= 0, let start = unsafe hermetic_map_shared_file(descriptor, size) else {
      return nil
    }
    unsafe self.start = start
    regions = Mutex(Regions(size / 2..<size))
    hermetic_close(descriptor)
  }

  func place(_ bytes: UnsafeRawBufferPointer) throws(HostedFailure) -> Int? {
    guard bytes.count <= size / 2 else {
      throw HostedFailure(.conversion, "\(bytes.count) bytes are more than a worker can send")
    }
    guard let offset = regions.withLock({ $0.allocate(bytes.count) }) else { return nil }
    if let source = bytes.baseAddress {
      unsafe (start + offset).copyMemory(from: source, byteCount: bytes.count)
    }
    return offset
  }

  func release(_ offset: Int) {
    regions.withLock { regions in
      guard let range = regions.release(offset), range.count >= Regions.large else { return }
      unsafe hermetic_drop_pages(start + range.lowerBound, range.count)
    }
  }

  /// What the program has put somewhere, where it lies.
  func bytes(_ offset: Int, _ count: Int) throws(WireError) -> UnsafeMutableRawPointer {
    guard offset >= 0, count >= 0, offset <= size, count <= size - offset else {
      throw WireError("it names no memory")
    }
    return unsafe start + offset
  }
}

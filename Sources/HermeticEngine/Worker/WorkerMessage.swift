import CHermetic
import Glibc
import HermeticPython

/// What a program tells its worker.
enum ProgramMessage: UInt8 {
  /// What to be.
  case begin
  case call
  case interrupt
  /// Objects that nobody has any more.
  case releaseObjects
  /// What came of a function of the program's.
  case functionResult
  /// Shared memory that has been read.
  case freeMemory
}

/// What a worker tells its program.
enum WorkerMessage: UInt8 {
  /// The plugin is loaded.
  case ready
  /// It is not.
  case failed
  case answer
  case callFunction
  /// Functions that nobody has any more.
  case releaseFunctions
  case freeMemory
}

/// How messages are sent: a byte for their kind and what they say; or, where that is more, where it is in shared memory.
enum Frame {
  /// What a message without shared memory has at most.
  static let most = 60_000
  /// What it has at most in shared memory, but for bytes and buffers, which are beside it.
  static let mostShared = 64 << 20
  /// In the place of a kind.
  static let shared: UInt8 = 0xff
  static let room = 1 << 16

  /// The message that stands for one in shared memory.
  static func sharing(_ offset: Int, _ count: Int) -> [UInt8] {
    var wire = WireWriter()
    wire.put(shared)
    wire.put(offset)
    wire.put(count)
    return wire.bytes
  }
}

/// Where messages are received into.
@safe
final class ReceiveBuffer {
  private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: Frame.room, alignment: 16)

  deinit { unsafe memory.deallocate() }

  enum Reception {
    case message([UInt8])
    case nothing
    case end
  }

  /// The next message of a channel.
  func receive(_ channel: CInt, waits: Bool = true) -> Reception {
    guard let start = unsafe memory.baseAddress else { return .end }
    let length = unsafe hermetic_receive_message(channel, start, memory.count, waits)
    if length > 0 { return .message(unsafe Array(memory[..<length])) }
    return length == -Int(EAGAIN) ? .nothing : .end
  }

}

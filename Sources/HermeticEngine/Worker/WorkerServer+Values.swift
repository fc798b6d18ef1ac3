import CHermetic
import Glibc
import HermeticPython

/// A thread's wait for the program.
@safe
final class Question: @unchecked Sendable {
  // SAFETY (Sendable): the word is used atomically, and says whether the result is there.
  private let word: UnsafeMutablePointer<UInt32>
  private var result: Result<HostedValue?, HostedFailure> = .success(nil)

  init() {
    unsafe word = .allocate(capacity: 1)
    unsafe word.initialize(to: 0)
  }

  deinit { unsafe word.deallocate() }

  func answer(_ result: Result<HostedValue?, HostedFailure>) {
    self.result = result
    unsafe hermetic_store(word, 1)
    unsafe hermetic_wake(word, 1)
  }

  func wait() -> Result<HostedValue?, HostedFailure> {
    while unsafe hermetic_load(word) == 0 { unsafe hermetic_wait_while(word, 0, -1) }
    return result
  }
}

/// A message on its way to the program, and what has been given away for it.
final class WorkerDraft: WireDraft {
  private let server: WorkerServer
  private var placed: [Int] = []
  private var objects: [UInt64] = []

  init(_ server: WorkerServer) { self.server = server }

  func withdraw() {
    for offset in placed { server.arena.release(offset) }
    server.forget(objects)
  }

  /// How many milliseconds to wait for the program to take something out.
  private static let patience = 5000

  func place(_ bytes: UnsafeRawBufferPointer) throws(HostedFailure) -> Int {
    for _ in 0..<Self.patience {
      if let offset = unsafe try server.arena.place(bytes) {
        placed.append(offset)
        return offset
      }
      usleep(1000)
    }
    throw HostedFailure(.unavailable, "the memory that is shared with the program is full")
  }

  func identify(_ reference: any HostedReference) throws(HostedFailure) -> UInt64 {
    let number = server.keep(reference)
    objects.append(number)
    return number
  }

  func identify(_ function: HostedFunction) throws(HostedFailure) -> UInt64 {
    throw HostedFailure(.conversion, "a function of the program's is no value")
  }
}

/// What a message of the program's refers to.
final class WorkerReceipt: WireReceiver {
  private let server: WorkerServer

  init(_ server: WorkerServer) { self.server = server }

  func bytes(at offset: Int, count: Int) throws(WireError) -> any LentBytes {
    let start = unsafe try server.arena.bytes(offset, count)
    return unsafe OwnedBytes(start, count: count) { [server] _, _ in server.free(offset) }
  }

  // Python sees the bytes as they are.
  func buffer(_ bytes: any LentBytes, _ form: BufferForm) -> any LentBytes { bytes }

  func reference(_ number: UInt64, typeName: String) throws(WireError) -> any HostedReference {
    guard let object = server.object(number) else { throw WireError("an object that is not there") }
    return object
  }

  func function(_ number: UInt64) throws(WireError) -> HostedFunction {
    let kept = KeptFunction(number, server)
    return HostedFunction { arguments throws(HostedFailure) in
      try kept.server.ask(kept.number, arguments)
    }
  }
}

/// A function of the program's, as long as Python has it.
private final class KeptFunction: Sendable {
  let number: UInt64
  let server: WorkerServer

  init(_ number: UInt64, _ server: WorkerServer) {
    self.number = number
    self.server = server
  }

  deinit { server.send(.releaseFunctions, [number]) }
}

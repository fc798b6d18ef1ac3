import HermeticPython

/// A message on its way to a worker, and what has been given away for it.
final class WorkerRequestDraft: WireDraft {
  private let connection: WorkerConnection
  private var placed: [Int] = []
  private var functions: [UInt64] = []
  /// Whether shared memory has no room now.
  private(set) var isFull = false

  init(_ connection: WorkerConnection) { self.connection = connection }

  func withdraw() {
    for offset in placed { connection.arena.release(offset) }
    connection.forget(functions)
  }

  func place(_ bytes: UnsafeRawBufferPointer) throws(HostedFailure) -> Int {
    guard let offset = unsafe try connection.arena.place(bytes) else {
      isFull = true
      throw HostedFailure(
        .unavailable,
        "the memory that is shared with the worker is full: it keeps what it has been given")
    }
    placed.append(offset)
    return offset
  }

  func identify(_ reference: any HostedReference) throws(HostedFailure) -> UInt64 {
    guard let remote = reference as? RemoteReference else {
      throw HostedFailure(.conversion, "the \(reference.typeName) is of another interpreter")
    }
    guard remote.connection === connection else {
      let isOlder = remote.connection.configuration == connection.configuration
      throw HostedFailure(
        .conversion,
        isOlder
          ? "the \(remote.typeName) was of a process of the worker that has ended"
          : "the \(remote.typeName) is of the worker of \(remote.connection.configuration.name)")
    }
    return remote.number
  }

  func identify(_ function: HostedFunction) throws(HostedFailure) -> UInt64 {
    let number = connection.keep(function)
    functions.append(number)
    return number
  }
}

/// What a worker's message refers to.
final class WorkerAnswerReceipt: WireReceiver {
  private let connection: WorkerConnection
  /// What has been copied out of shared memory.
  private(set) var offsets: [Int] = []
  private(set) var size = 0

  init(_ connection: WorkerConnection) { self.connection = connection }

  private func note(_ offset: Int, _ count: Int) throws(WireError) {
    guard count >= 0, count <= Arena.size / 2 - size else {
      throw WireError("it has more than there is memory for")
    }
    size += count
    offsets.append(offset)
  }

  func copy(_ offset: Int, _ count: Int) throws(WireError) -> [UInt8] {
    try note(offset, count)
    var failure: WireError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
      guard let start = buffer.baseAddress else { return }
      do throws(WireError) {
        unsafe try connection.arena.read(offset, count, into: UnsafeMutableRawPointer(start))
        length = count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  func bytes(at offset: Int, count: Int) throws(WireError) -> any LentBytes {
    try note(offset, count)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, count), alignment: 16)
    let bytes = unsafe OwnedBytes(memory, count: count) { start, _ in unsafe start.deallocate() }
    unsafe try connection.arena.read(offset, count, into: memory)
    return bytes
  }

  func buffer(_ bytes: any LentBytes, _ form: BufferForm) -> any LentBytes {
    RemoteBuffer(bytes, form)
  }

  func reference(_ number: UInt64, typeName: String) throws(WireError) -> any HostedReference {
    RemoteReference(number, connection, typeName: typeName)
  }

  func function(_ number: UInt64) throws(WireError) -> HostedFunction {
    throw WireError("a function of nobody's")
  }
}

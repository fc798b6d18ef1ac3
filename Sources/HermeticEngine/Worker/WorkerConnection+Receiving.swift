import HermeticPython
import Synchronization

// What a worker sends, of which nothing is believed.

extension WorkerConnection {
  func handle(_ message: [UInt8]) throws(WireError) {
    let receipt = WorkerAnswerReceipt(self)
    var wire = WireReader(try content(of: message, receipt))
    guard let kind = WorkerMessage(rawValue: try wire.byte()) else {
      throw WireError("no message begins so")
    }
    switch kind {
    case .ready:
      let shortcoming = try wire.optionalText()
      watch.know(try wire.list(ofSize: 4) { wire throws(WireError) in try wire.text() })
      try wire.finish()
      free(receipt.offsets)
      owner?.connectionIsReady(self, shortcoming: shortcoming)
    case .failed:
      let failure = try wire.failure()
      try wire.finish()
      free(receipt.offsets)
      watch.look()
      owner?.connectionHasFailed(self, failure)
    case .answer:
      let number = try wire.number()
      let result = try wire.result(receipt)
      try wire.finish()
      guard let request = calls.withLock({ $0.requests.removeValue(forKey: number) }) else {
        throw WireError("an answer to no question")
      }
      free(receipt.offsets)
      watch.look()
      owner?.connectionHasRoom(self, isAnswer: true)
      request.finish(result)
    case .callFunction:
      let number = try wire.number()
      let function = try wire.number()
      let arguments = try wire.arguments(receipt)
      try wire.finish()
      free(receipt.offsets)
      try call(function, arguments, number, size: receipt.size + message.count)
    case .releaseFunctions:
      let numbers = try wire.list(ofSize: 8) { wire throws(WireError) in try wire.number() }
      try wire.finish()
      forget(numbers)
    case .freeMemory:
      for offset in try wire.list(ofSize: 8, { wire throws(WireError) in try wire.integer() }) {
        guard arena.release(offset) else {
          throw WireError("it frees memory that it was not given")
        }
      }
      try wire.finish()
      owner?.connectionHasRoom(self, isAnswer: false)
    }
  }

  /// A message, wherever it is.
  private func content(
    of message: [UInt8], _ receipt: WorkerAnswerReceipt
  ) throws(WireError) -> [UInt8] {
    guard message.first == Frame.shared else { return message }
    var wire = WireReader(message)
    _ = try wire.byte()
    let offset = try wire.integer()
    let count = try wire.integer()
    try wire.finish()
    guard (1...Frame.mostShared).contains(count) else { throw WireError("it is too long") }
    return try receipt.copy(offset, count)
  }

  /// How many calls of the program's functions there may be at a time, and how much they may be given.
  private static let mostCallbacks = 1024
  private static let mostBytes = 1 << 30

  private func call(
    _ function: UInt64, _ arguments: HostedArguments, _ number: UInt64, size: Int
  ) throws(WireError) {
    let body = calls.withLock { calls -> HostedFunction? in
      calls.callbacks += 1
      calls.bytes += size
      return calls.functions[function]
    }
    let (count, bytes) = calls.withLock { ($0.callbacks, $0.bytes) }
    guard count <= Self.mostCallbacks, bytes <= Self.mostBytes else {
      throw WireError("it calls its program's functions too often at a time")
    }
    threads.submit { [self] in
      let result: Result<HostedValue?, HostedFailure>
      do throws(HostedFailure) {
        guard let body else { throw HostedFailure(.unavailable, "the function is gone") }
        result = .success(try body.body(arguments))
      } catch {
        result = .failure(error)
      }
      calls.withLock { calls in
        calls.callbacks -= 1
        calls.bytes -= size
      }
      answer(number, result)
    }
  }

  private func answer(_ number: UInt64, _ result: Result<HostedValue?, HostedFailure>) {
    do throws(HostedFailure) {
      let message = try WorkerRequestDraft(self).message { wire, draft throws(HostedFailure) in
        wire.put(ProgramMessage.functionResult.rawValue)
        wire.put(number)
        try wire.put(result, draft)
      }
      withExtendedLifetime(result) { send(message) }
    } catch {
      var wire = WireWriter()
      wire.put(ProgramMessage.functionResult.rawValue)
      wire.put(number)
      wire.put(UInt8(2))
      wire.put(error)
      send(wire.bytes)
    }
  }
}

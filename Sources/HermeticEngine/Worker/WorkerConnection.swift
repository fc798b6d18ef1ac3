import CHermetic
import Glibc
import HermeticPolicy
import HermeticPython
import HermeticSession
import Synchronization

/// Who has a connection.
protocol WorkerOwner: AnyObject, Sendable {
  func connectionIsReady(_ connection: WorkerConnection, shortcoming: String?)
  /// The plugin was not loaded; the end comes as well.
  func connectionHasFailed(_ connection: WorkerConnection, _ failure: HostedFailure)
  /// Some time has gone by.
  func connectionIsIdle(_ connection: WorkerConnection)
  /// There is room for another call.
  func connectionHasRoom(_ connection: WorkerConnection, isAnswer: Bool)
  func connectionHasEnded(
    _ connection: WorkerConnection, _ reason: WorkerProcess.Reason?, _ failure: HostedFailure,
    _ requests: [WorkerRequest])
}

/// One process of a worker's, from its start to its end.
///
/// Nothing that it sends is believed: it is a process in which hostile code may have the last word.
final class WorkerConnection: @unchecked Sendable {
  // SAFETY (Sendable): what changes is in a mutex; `active` and what follows it are in the owner's.
  let configuration: WorkerConfiguration
  private let channel: CInt
  private let other: CInt
  let arena: ArenaFile
  private let log: WorkerLog
  let watch: ViolationWatch
  weak let owner: (any WorkerOwner)?
  let threads = BlockingThreads(most: 64)

  /// How many calls it has.
  var active = 0
  var isReady = false
  /// Whether shared memory was full.
  var isFull = false
  /// How much longer to wait for room.
  var patience = 0

  struct Calls {
    var requests: [UInt64: WorkerRequest] = [:]
    var functions: [UInt64: HostedFunction] = [:]
    var last: UInt64 = 0
    /// Functions of the program's that are being called, and what they were given.
    var callbacks = 0
    var bytes = 0
    var isOver = false

    mutating func number() -> UInt64 {
      last += 1
      return last
    }
  }

  /// What is to be sent, where there was no room.
  private struct Outbox {
    var messages: [[UInt8]] = []
    var isOpen = true
    var releases: [UInt64] = []
  }

  private struct Life {
    var process: WorkerProcess?
    var reason: WorkerProcess.Reason?
  }

  let calls = Mutex(Calls())
  private let outbox = Mutex(Outbox())
  private let life = Mutex(Life())

  init(
    _ configuration: WorkerConfiguration, _ log: WorkerLog, _ watch: ViolationWatch,
    owner: any WorkerOwner
  ) throws(HostedFailure) {
    self.configuration = configuration
    self.log = log
    self.watch = watch
    self.owner = owner
    var (own, other): (CInt, CInt) = (-1, -1)
    let error = unsafe hermetic_make_channel(&own, &other)
    guard error == 0 else {
      throw HostedFailure(.unavailable, "no channel to a worker: error \(error)")
    }
    (channel, self.other) = (own, other)
    guard let arena = ArenaFile() else {
      hermetic_close(own)
      hermetic_close(other)
      throw HostedFailure(.unavailable, "no memory to share with a worker")
    }
    self.arena = arena
    hermetic_limit_wait(own, Self.tick)
  }

  /// How often it is looked after where nothing happens, in milliseconds.
  private static let tick: CInt = 100

  /// Starts the process, on a thread that stays with it.
  func begin() throws(HostedFailure) {
    let context = unsafe Unmanaged.passRetained(self).toOpaque()
    let error = unsafe hermetic_start_thread(
      { context in
        guard let context = unsafe context else { return }
        // SAFETY: the context is retained for this thread.
        unsafe Unmanaged<WorkerConnection>.fromOpaque(context).takeRetainedValue().run()
      }, unsafe context, "hermetic-worker")
    guard error != 0 else { return }
    unsafe Unmanaged<WorkerConnection>.fromOpaque(context).release()
    hermetic_close(channel)
    hermetic_close(other)
    throw HostedFailure(.unavailable, "no thread for a worker: error \(error)")
  }

  var processIdentifier: Int32? { life.withLock { $0.process?.number } }

  /// Ends it at once.
  func end(_ reason: WorkerProcess.Reason) {
    let process = life.withLock { life in
      if life.reason == nil { life.reason = reason }
      return life.process
    }
    guard let process else { return }
    process.kill(reason)
    // Whoever else has its end of the channel does not keep us waiting.
    outbox.withLock { if $0.isOpen { hermetic_end_channel(channel) } }
  }

  // MARK: The thread

  private func run() {
    let process: WorkerProcess
    do throws(HostedFailure) {
      process = try WorkerProcess(
        title: "hermetic worker: \(configuration.name)", channel: other, arena: arena.descriptor,
        log: log.log.descriptor)
      hermetic_close(other)
    } catch {
      hermetic_close(other)
      finish(nil, error)
      return
    }
    let reason = life.withLock { life in
      life.process = process
      return life.reason
    }
    if let reason { process.kill(reason) }
    do throws(HostedFailure) {
      send(
        try WorkerRequestDraft(self).message { wire, _ in
          wire.put(ProgramMessage.begin.rawValue)
          wire.put(HermeticVersion.text)
          wire.put(configuration)
        })
      serve(process)
    } catch {
      owner?.connectionHasFailed(self, error)
      process.kill(.closed)
    }
    let (cause, end) = process.finish()
    watch.look()
    finish(cause, HostedFailure(.unavailable, configuration.explanation(cause, end)))
  }

  private func finish(_ reason: WorkerProcess.Reason?, _ failure: HostedFailure) {
    outbox.withLock { outbox in
      outbox = Outbox()
      outbox.isOpen = false
      hermetic_close(channel)
    }
    let requests = calls.withLock { calls in
      defer {
        calls.isOver = true
        calls.requests = [:]
        calls.functions = [:]
      }
      return calls.requests.sorted { $0.key < $1.key }.map(\.value)
    }
    owner?.connectionHasEnded(self, reason, failure, requests)
  }

  private func serve(_ process: WorkerProcess) {
    let buffer = ReceiveBuffer()
    var last = hermetic_now()
    while true {
      let isWaiting = outbox.withLock { !$0.messages.isEmpty }
      if isWaiting {
        hermetic_wait_for_room(channel, Self.tick)
        flush()
      }
      switch buffer.receive(channel, waits: !isWaiting) {
      case .message(let message):
        do throws(WireError) {
          try handle(message)
        } catch {
          process.kill(.misused(error.reason))
          return
        }
      case .nothing: if !isWaiting, process.hasEnded { return }
      case .end: return
      }
      let now = hermetic_now()
      guard now - last >= Int64(Self.tick) else { continue }
      last = now
      watch.look(isIdle: true)
      flushReleases()
      owner?.connectionIsIdle(self)
    }
  }

  // MARK: Sending

  enum Sending {
    case sent
    /// Shared memory is full.
    case full
    case over
    case failed(HostedFailure)
  }

  /// Sends a call.
  func submit(_ request: WorkerRequest) -> Sending {
    let number = calls.withLock { calls -> UInt64? in
      guard !calls.isOver else { return nil }
      let number = calls.number()
      calls.requests[number] = request
      return number
    }
    guard let number else { return .over }
    let draft = WorkerRequestDraft(self)
    do throws(HostedFailure) {
      let message = try draft.message { wire, draft throws(HostedFailure) in
        wire.put(ProgramMessage.call.rawValue)
        wire.put(number)
        wire.put(request.wish.rawValue)
        try wire.put(request.operation, draft)
      }
      // What it refers to must not be released before.
      withExtendedLifetime(request) { send(message) }
      return .sent
    } catch {
      guard calls.withLock({ $0.requests.removeValue(forKey: number) }) != nil else { return .sent }
      return draft.isFull ? .full : .failed(error)
    }
  }

  /// Interrupts a call, if it is here.
  func interrupt(_ call: HostedCall) {
    let number = calls.withLock { calls in
      calls.requests.first { $0.value.call === call }?.key
    }
    guard let number else { return }
    var wire = WireWriter()
    wire.put(ProgramMessage.interrupt.rawValue)
    wire.put(number)
    // It will be asked for again; a worker that reads nothing must not have them heaped up.
    guard outbox.withLock({ $0.messages.isEmpty }) else { return }
    send(wire.bytes)
  }

  func has(_ call: HostedCall) -> Bool {
    calls.withLock { calls in calls.requests.values.contains { $0.call === call } }
  }

  func send(_ message: [UInt8]) {
    outbox.withLock { outbox in
      guard outbox.isOpen else { return }
      if !outbox.messages.isEmpty || !post(message) { outbox.messages.append(message) }
    }
  }

  /// Sends a message if there is room; true also where nobody will read it any more.
  private func post(_ message: [UInt8]) -> Bool {
    unsafe message.withUnsafeBytes { bytes in
      unsafe bytes.baseAddress.map {
        unsafe hermetic_send_message(channel, $0, bytes.count, false)
      }
    } != EAGAIN
  }

  private func flush() {
    outbox.withLock { outbox in
      while outbox.isOpen, let message = outbox.messages.first, post(message) {
        outbox.messages.removeFirst()
      }
    }
  }

  /// Lets go of an object, soon.
  func release(_ number: UInt64) {
    let isMuch = outbox.withLock { outbox in
      guard outbox.isOpen else { return false }
      outbox.releases.append(number)
      return outbox.releases.count >= 256
    }
    if isMuch { flushReleases() }
  }

  private func flushReleases() {
    let numbers = outbox.withLock { outbox in
      // In one message.
      let taken = Array(outbox.releases.prefix(4096))
      outbox.releases.removeFirst(taken.count)
      return taken
    }
    guard !numbers.isEmpty else { return }
    var wire = WireWriter()
    wire.put(ProgramMessage.releaseObjects.rawValue)
    wire.put(numbers) { $1.put($0) }
    send(wire.bytes)
  }

  func free(_ offsets: [Int]) {
    guard !offsets.isEmpty else { return }
    for start in stride(from: 0, to: offsets.count, by: 4096) {
      var wire = WireWriter()
      wire.put(ProgramMessage.freeMemory.rawValue)
      wire.put(Array(offsets[start..<min(start + 4096, offsets.count)])) { $1.put($0) }
      send(wire.bytes)
    }
  }

  func keep(_ function: HostedFunction) -> UInt64 {
    calls.withLock { calls in
      let number = calls.number()
      calls.functions[number] = function
      return number
    }
  }

  func forget(_ numbers: [UInt64]) {
    let functions = calls.withLock { calls in
      numbers.map { calls.functions.removeValue(forKey: $0) }
    }
    _ = functions
  }
}

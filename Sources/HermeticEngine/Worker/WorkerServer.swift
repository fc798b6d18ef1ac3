import CHermetic
import Glibc
import HermeticPolicy
import HermeticPython
import HermeticSession
import Synchronization
import SystemPackage

@c(hermetic_worker_main) @implementation
func workerMain() -> Never { WorkerServer.run() }

/// A process that is a plugin's: it does what its program asks, under a policy that the kernel holds too, and ends with
/// its program.
final class WorkerServer: @unchecked Sendable {
  // SAFETY (Sendable): `host` and `plugin` are set before the program is told that it may call; the rest is in the mutex.
  let channel: CInt
  let arena: ArenaMapping
  private var host: PythonHost?
  private var plugin: LocalPlugin?

  private struct Shared {
    var objects: [UInt64: any HostedReference] = [:]
    var calls: [UInt64: HostedCall] = [:]
    var questions: [UInt64: Question] = [:]
    var last: UInt64 = 0

    mutating func number() -> UInt64 {
      last += 1
      return last
    }
  }

  private let shared = Mutex(Shared())

  private init(channel: CInt, _ arena: ArenaMapping) {
    self.channel = channel
    self.arena = arena
  }

  // MARK: Beginning

  static func run() -> Never {
    // What the program had open is not for the plugin.
    let kept = [0, 1, 2, HERMETIC_WORKER_CHANNEL, HERMETIC_WORKER_ARENA, HERMETIC_WORKER_LOG]
      .map { CInt($0) }
    unsafe hermetic_close_all_but(kept, kept.count)
    let channel = hermetic_move_descriptor(CInt(HERMETIC_WORKER_CHANNEL))
    let log = hermetic_move_descriptor(CInt(HERMETIC_WORKER_LOG))
    guard channel >= 0, let arena = ArenaMapping(descriptor: CInt(HERMETIC_WORKER_ARENA)),
      let log = ViolationLog(descriptor: log)
    else {
      StandardError.write(
        "this process was started as a worker, but not by a program of hermetic's")
      hermetic_exit_now(125)
    }
    WorkerServer(channel: channel, arena).serve(log)
  }

  private func serve(_ log: ViolationLog) -> Never {
    let buffer = ReceiveBuffer()
    guard case .message(let message) = buffer.receive(channel) else { hermetic_exit_now(0) }
    let held: Launch.Held
    let configuration: WorkerConfiguration
    do throws(HostedFailure) {
      configuration = try begin(message)
      held = try hold(configuration, log)
      // From here on the end of the program is noticed, whatever Python does.
      try startReading()
      let ready = try load(configuration, held)
      send(ready)
    } catch {
      var wire = WireWriter()
      wire.put(WorkerMessage.failed.rawValue)
      wire.put(error)
      send(wire.bytes)
      hermetic_exit_now(0)
    }
    host?.threads.join()
    hermetic_exit_now(0)
  }

  private func begin(_ message: [UInt8]) throws(HostedFailure) -> WorkerConfiguration {
    do throws(WireError) {
      var wire = WireReader(try content(of: message))
      guard try wire.byte() == ProgramMessage.begin.rawValue else {
        throw WireError("no beginning")
      }
      let version = try wire.text()
      guard version == HermeticVersion.text else {
        throw WireError(
          "the program has hermetic \(version), and its worker \(HermeticVersion.text)")
      }
      return try wire.configuration()
    } catch {
      throw HostedFailure(.unavailable, error.reason)
    }
  }

  /// Puts the policy in force, and whatever it takes beside this process.
  private func hold(
    _ configuration: WorkerConfiguration, _ log: ViolationLog
  ) throws(HostedFailure) -> Launch.Held {
    let program = Program(
      launch: .embed(library: FilePath(configuration.library)),
      executable: FilePath(configuration.interpreter),
      arguments: [Argument(configuration.interpreter)], commandName: Argument(configuration.name))
    var settings = RunSettings()
    settings.isHosted = true
    do throws(LaunchError) {
      var launch = try Launch(
        program, policy: configuration.policy, settings: settings,
        kernel: configuration.requiresKernel ? .required : .wanted, plugin: configuration.code)
      return try launch.hold(log)
    } catch {
      throw HostedFailure(.unavailable, error.description)
    }
  }

  /// Starts the interpreter and imports the plugin; what to tell the program then.
  private func load(
    _ configuration: WorkerConfiguration, _ held: Launch.Held
  ) throws(HostedFailure) -> [UInt8] {
    let host: PythonHost
    do throws(InterpreterError) {
      host = try PythonHost.start(
        configuration.library, program: configuration.interpreter, session: held.session,
        grantable: held.grantable, carriesPolicy: held.carriesPolicy,
        others: configuration.code.others)
    } catch {
      throw HostedFailure(.unavailable, "\(configuration.library): \(error)")
    }
    self.host = host
    // The program looks into the log.
    plugin = try host.load(configuration.code, nil, listener: ViolationListener { _ in })
    var wire = WireWriter()
    wire.put(WorkerMessage.ready.rawValue)
    wire.put(held.shortcoming)
    let image = held.session.image
    wire.put((0..<image.ruleCount).map { image.origin($0) }) { $1.put($0) }
    return wire.bytes
  }

  private func startReading() throws(HostedFailure) {
    let context = unsafe Unmanaged.passRetained(self).toOpaque()
    let error = unsafe hermetic_start_thread(
      { context in
        guard let context = unsafe context else { return }
        // SAFETY: the context is retained for this thread, which never ends.
        unsafe Unmanaged<WorkerServer>.fromOpaque(context).takeRetainedValue().read()
      }, unsafe context, "hermetic-reader")
    guard error == 0 else {
      throw HostedFailure(.unavailable, "a thread: \(Errno(rawValue: error))")
    }
  }

  // MARK: Reading

  private func read() -> Never {
    let buffer = ReceiveBuffer()
    while case .message(let message) = buffer.receive(channel) {
      do throws(WireError) {
        try handle(try content(of: message))
      } catch {
        StandardError.write("a worker was sent what it does not know: \(error.reason)")
        hermetic_exit_now(125)
      }
    }
    // The program is gone, or has no use for this process: there is nothing to be saved here.
    hermetic_exit_now(0)
  }

  /// A message, wherever it is.
  private func content(of message: [UInt8]) throws(WireError) -> [UInt8] {
    guard message.first == Frame.shared else { return message }
    var wire = WireReader(message)
    _ = try wire.byte()
    let offset = try wire.integer()
    let count = try wire.integer()
    let start = unsafe try arena.bytes(offset, count)
    let content = unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
    free(offset)
    return content
  }

  private func handle(_ message: [UInt8]) throws(WireError) {
    var wire = WireReader(message)
    guard let kind = ProgramMessage(rawValue: try wire.byte()) else {
      throw WireError("no message")
    }
    let receipt = WorkerReceipt(self)
    switch kind {
    case .begin: throw WireError("a second beginning")
    case .call:
      let number = try wire.number()
      guard let wish = HostedWish(rawValue: try wire.byte()) else { throw WireError("no wish") }
      submit(number, wish, try wire.operation(receipt))
    case .interrupt:
      let number = try wire.number()
      guard let host, let call = shared.withLock({ $0.calls[number] }) else { return }
      call.interrupt(host)
    case .releaseObjects:
      let numbers = try wire.list(ofSize: 8) { wire throws(WireError) in try wire.number() }
      // They go when the lock is free: that may have code run.
      let released = shared.withLock { shared in
        numbers.map { shared.objects.removeValue(forKey: $0) }
      }
      _ = released
    case .functionResult:
      let number = try wire.number()
      let result = try wire.result(receipt)
      shared.withLock { $0.questions.removeValue(forKey: number) }?.answer(result)
    case .freeMemory:
      for offset in try wire.list(ofSize: 8, { wire throws(WireError) in try wire.integer() }) {
        arena.release(offset)
      }
    }
  }

  // MARK: Calls

  private func submit(_ number: UInt64, _ wish: HostedWish, _ operation: HostedOperation) {
    guard let plugin else { return }
    let call = HostedCall()
    shared.withLock { $0.calls[number] = call }
    plugin.submit(operation, wish, call) { [self] result in
      shared.withLock { _ = $0.calls.removeValue(forKey: number) }
      answer(number, result)
    }
  }

  private func answer(_ number: UInt64, _ result: Result<HostedValue?, HostedFailure>) {
    func message(
      _ result: Result<HostedValue?, HostedFailure>
    ) throws(HostedFailure) -> [UInt8] {
      try WorkerDraft(self).message { wire, draft throws(HostedFailure) in
        wire.put(WorkerMessage.answer.rawValue)
        wire.put(number)
        try wire.put(result, draft)
      }
    }
    do throws(HostedFailure) {
      send(try message(result))
    } catch {
      var wire = WireWriter()
      wire.put(WorkerMessage.answer.rawValue)
      wire.put(number)
      wire.put(UInt8(2))
      wire.put(error)
      send(wire.bytes)
    }
  }

  /// Sends a message whole, or ends with the program.
  func send(_ message: [UInt8]) {
    let error = unsafe message.withUnsafeBytes { bytes in
      unsafe bytes.baseAddress.map {
        unsafe hermetic_send_message(channel, $0, bytes.count, true)
      } ?? 0
    }
    if error != 0 { hermetic_exit_now(0) }
  }

  func send(_ kind: WorkerMessage, _ numbers: [UInt64]) {
    var wire = WireWriter()
    wire.put(kind.rawValue)
    wire.put(numbers) { $1.put($0) }
    send(wire.bytes)
  }

  /// Has the program take shared memory back.
  func free(_ offset: Int) { send(.freeMemory, [UInt64(offset)]) }

  // MARK: Objects and functions

  func keep(_ reference: any HostedReference) -> UInt64 {
    shared.withLock { shared in
      let number = shared.number()
      shared.objects[number] = reference
      return number
    }
  }

  func forget(_ numbers: [UInt64]) {
    let released = shared.withLock { shared in
      numbers.map { shared.objects.removeValue(forKey: $0) }
    }
    _ = released
  }

  func object(_ number: UInt64) -> (any HostedReference)? {
    shared.withLock { $0.objects[number] }
  }

  /// Has a function of the program's called, and waits for what comes of it.
  func ask(
    _ function: UInt64, _ arguments: HostedArguments
  ) throws(HostedFailure) -> HostedValue {
    let question = Question()
    let number = shared.withLock { shared in
      let number = shared.number()
      shared.questions[number] = question
      return number
    }
    do throws(HostedFailure) {
      send(
        try WorkerDraft(self).message { wire, draft throws(HostedFailure) in
          wire.put(WorkerMessage.callFunction.rawValue)
          wire.put(number)
          wire.put(function)
          try wire.put(arguments, draft)
        })
    } catch {
      shared.withLock { _ = $0.questions.removeValue(forKey: number) }
      throw error
    }
    return try question.wait().get() ?? .none
  }
}

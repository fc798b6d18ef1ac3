import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

/// The broker's part on files, which is one and is handed on.
final class KeptFiles {
  let broker: FileBroker

  init(_ broker: consuming FileBroker) {
    self.broker = broker
  }
}

/// The process that a program's calls wait for: it judges them by the policy, and makes those that are
/// allowed in the program's stead.
///
/// It lives as long as any process of the run. Without it such calls fail.
final class Broker {
  private let listener: CInt
  private let network: NetworkBroker
  private let files: KeptFiles
  private let execution: ExecutionBroker
  private let supervisor: Supervisor?
  private var sources: [any EventSource]
  private let kinds: [CInt: Kind]

  /// What is done for a call.
  private enum Kind: Hashable, CaseIterable {
    case connect, bind, listen, sendTo, sendMessage, sendMessages, execute, load, fork, memory

    /// The calls that it is done for.
    var calls: [String] {
      switch self {
      case .connect: ["connect"]
      case .bind: ["bind"]
      case .listen: ["listen"]
      case .sendTo: ["sendto"]
      case .sendMessage: ["sendmsg"]
      case .sendMessages: ["sendmmsg"]
      case .execute: ["execve"]
      case .load: ["mmap"]
      case .memory: ["memfd_create"]
      case .fork: ["fork", "vfork", "clone"]
      }
    }
  }

  init(
    listener: CInt, network: NetworkBroker, files: KeptFiles, execution: ExecutionBroker,
    supervisor: Supervisor?, sources: [any EventSource]
  ) {
    self.supervisor = supervisor
    self.listener = listener
    self.network = network
    self.files = files
    self.execution = execution
    self.sources = sources
    var kinds: [CInt: Kind] = [:]
    for kind in Kind.allCases {
      for call in kind.calls {
        let number = unsafe hermetic_system_call(call)
        if number >= 0 { kinds[number] = kind }
      }
    }
    self.kinds = kinds
    hermetic_wake_at_once(listener)
  }

  /// Answers calls until no process is left that could make one.
  func run() {
    while true {
      let interests =
        [Interest(descriptor: listener, events: Int16(POLLIN))]
        + sources.flatMap(\.interests)
      var polled = interests.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
      let deadline = sources.compactMap(\.deadline).min()
      let now = Self.now
      let wait = deadline.map { CInt(clamping: max(0, $0 - now)) } ?? -1
      let ready = unsafe polled.withUnsafeMutableBufferPointer {
        unsafe poll($0.baseAddress, nfds_t($0.count), wait)
      }
      if ready < 0, errno != EINTR { return }
      if ready > 0 {
        if polled[0].revents & Int16(POLLIN) != 0 {
          takeCall()
        } else if polled[0].revents != 0 {
          return
        }
        for source in sources {
          let own = Set(source.interests.map(\.descriptor))
          for entry in polled.dropFirst() where entry.revents != 0 && own.contains(entry.fd) {
            source.handle(entry.fd, entry.revents)
          }
        }
      }
      let later = Self.now
      for source in sources {
        if let deadline = source.deadline, deadline <= later { source.expire(later) }
      }
    }
  }

  /// Milliseconds of a clock that nobody sets.
  static var now: Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  private func takeCall() {
    guard let call = TrappedCall(receivingFrom: listener) else { return }
    do throws(CallError) {
      call.answer(try answer(call))
    } catch {
      call.answer(.failure(error.errno == EPERM ? .refused : error))
    }
  }

  private func answer(_ call: TrappedCall) throws(CallError) -> Answer {
    switch kinds[call.number] {
    case .connect?: return try network.connect(call)
    case .bind?: return try network.bind(call)
    case .listen?: return try network.listen(call)
    case .sendTo?: return try network.sendTo(call)
    case .sendMessage?: return try network.sendMessage(call)
    case .sendMessages?: return try network.sendMessages(call)
    case .execute?: return try execution.execute(call)
    case .load?: return try execution.load(call)
    case .memory?: return try execution.makeMemoryFile(call)
    case .fork?:
      // No pointer says what is copied.
      if supervisor?.mayFork(by: call.thread) == false { throw CallError(EAGAIN) }
      return .carryOn
    case nil: return files.broker.answer(call)
    }
  }
}

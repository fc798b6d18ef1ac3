import CHermetic
import Glibc

/// The process that hermetic was started as, where the program is another: to whoever started it, it behaves as
/// the program would.
///
/// It passes on the signals that are sent to it, stops when the program is stopped, and ends at once as the
/// program does, while the supervisor may stay for what the program has left behind. It decides nothing: that is
/// the supervisor's, which does not stop.
struct StandIn {
  let supervisor: CInt
  let channel: Channel
  private let signals: CInt

  init(for supervisor: CInt, _ channel: Channel) {
    self.supervisor = supervisor
    self.channel = channel
    signals = hermetic_signal_descriptor()
    StandardStreams.abandon(0...2)
    let kept = [0, 1, 2] + [channel.descriptor, signals].sorted()
    unsafe hermetic_close_all_but(kept, kept.count)
  }

  func run() -> Never {
    let interests = [
      Interest(descriptor: signals, events: Int16(POLLIN)),
      Interest(descriptor: channel.descriptor, events: Int16(POLLIN)),
    ]
    while true {
      _ = Wait.poll(interests, milliseconds: -1)
      passSignals()
      switch channel.receive() {
      case .nothing: break
      case .message(.stopped(let signal)):
        hermetic_stop_by(signal)
        channel.send(.resumed)
      case .message(.ended(let ending, let isLast)):
        // Its use of the processor counts as this process's once it has been waited for.
        if isLast { _ = waitForSupervisor() }
        end(ending)
      case .message, .end: end(waitForSupervisor())
      }
    }
  }

  private func passSignals() {
    var signal = hermetic_signal()
    while unsafe hermetic_next_signal(signals, &signal) {
      guard signal.number != SIGCHLD, signal.sender != supervisor else { continue }
      channel.send(.signal(signal.number, sender: signal.sender))
    }
  }

  private func waitForSupervisor() -> Ending {
    var status: CInt = 0
    while unsafe waitpid(supervisor, &status, 0) < 0 {
      guard errno == EINTR else { return .exit(125) }
    }
    let signal = status & 0x7f
    return signal == 0 ? .exit((status >> 8) & 0xff) : .signal(signal)
  }

  private func end(_ ending: Ending) -> Never {
    switch ending {
    case .exit(let status): _exit(status)
    case .signal(let signal): hermetic_die_by(signal)
    }
  }
}

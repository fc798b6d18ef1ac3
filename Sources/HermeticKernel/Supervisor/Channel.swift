import CHermetic
import Glibc

/// What the stand-in and the supervisor tell one another.
enum Message: Hashable {
  // From the stand-in.
  /// A signal has come, from a process or the kernel (zero).
  case signal(CInt, sender: CInt)
  /// The stand-in was stopped, and goes on; or it could not be stopped.
  case resumed

  // From the supervisor.
  /// The program was stopped by a signal.
  case stopped(by: CInt)
  /// The program has ended; `isLast` says that the supervisor does so too.
  case ended(Ending, isLast: Bool)
}

/// How a program ends, or is made to look as if it had.
enum Ending: Hashable {
  case exit(CInt)
  case signal(CInt)
}

/// A pair of descriptors that carries messages whole.
struct Channel {
  let descriptor: CInt

  static func pair() -> (Channel, Channel)? {
    var descriptors: [CInt] = [-1, -1]
    let kind = CInt(SOCK_SEQPACKET.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
    guard unsafe socketpair(AF_UNIX, kind, 0, &descriptors) == 0 else { return nil }
    return (Channel(descriptor: descriptors[0]), Channel(descriptor: descriptors[1]))
  }

  /// Sends a message; one that nobody is there for is lost.
  func send(_ message: Message) {
    let words: [CInt] =
      switch message {
      case .signal(let number, let sender): [0, number, sender, 0]
      case .resumed: [1, 0, 0, 0]
      case .stopped(let signal): [2, signal, 0, 0]
      case .ended(.exit(let status), let isLast): [3, status, 0, isLast ? 1 : 0]
      case .ended(.signal(let signal), let isLast): [3, signal, 1, isLast ? 1 : 0]
      }
    let flags = CInt(MSG_NOSIGNAL)
    _ = unsafe words.withUnsafeBytes {
      unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, flags)
    }
  }

  enum Reception: Hashable {
    case message(Message)
    case nothing
    /// The other side is gone.
    case end
  }

  func receive() -> Reception {
    var words: [CInt] = [0, 0, 0, 0]
    let flags = CInt(MSG_DONTWAIT)
    func next() -> Int {
      unsafe words.withUnsafeMutableBytes {
        unsafe recv(descriptor, $0.baseAddress, $0.count, flags)
      }
    }
    var length = next()
    // Said once by a socket whose other side has gone without having read all; its own last words come behind.
    if length < 0, errno == ECONNRESET { length = next() }
    if length < 0, errno == EAGAIN || errno == EINTR { return .nothing }
    guard length == 16 else { return .end }
    switch words[0] {
    case 0: return .message(.signal(words[1], sender: words[2]))
    case 1: return .message(.resumed)
    case 2: return .message(.stopped(by: words[1]))
    default:
      let ending: Ending = words[2] == 0 ? .exit(words[1]) : .signal(words[1])
      return .message(.ended(ending, isLast: words[3] != 0))
    }
  }
}

/// A wait for descriptors.
enum Wait {
  /// Which of them have something to tell, within so many milliseconds (-1 for any time).
  static func poll(_ interests: [Interest], milliseconds: CInt) -> [(CInt, Int16)] {
    var polled = interests.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
    let count = unsafe Glibc.poll(&polled, nfds_t(polled.count), milliseconds)
    guard count > 0 else { return [] }
    return polled.filter { $0.revents != 0 }.map { ($0.fd, $0.revents) }
  }

  /// Milliseconds of the monotonic clock.
  static var now: Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}

/// The three standard streams of a process that has no use for them.
enum StandardStreams {
  /// Has a stream lead nowhere, so that whoever waits for its end does not wait for this process, and no other
  /// file gets its number.
  static func abandon(_ streams: ClosedRange<CInt>) {
    let null = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
    for stream in streams where stream != null {
      if null < 0 { close(stream) } else { dup2(null, stream) }
    }
    if null > 2 { close(null) }
  }
}

import HermeticPython

/// A call that somebody waits for.
final class WorkerRequest: Sendable {
  let operation: HostedOperation
  let wish: HostedWish
  let call: HostedCall
  private let done: @Sendable (Result<HostedValue?, HostedFailure>) -> Void

  init(
    _ operation: HostedOperation, _ wish: HostedWish, _ call: HostedCall,
    _ done: @escaping @Sendable (Result<HostedValue?, HostedFailure>) -> Void
  ) {
    self.operation = operation
    self.wish = wish
    self.call = call
    self.done = done
  }

  func finish(_ result: Result<HostedValue?, HostedFailure>) {
    call.endElsewhere()
    done(result)
  }
}

/// Requests in the order in which they are to be sent.
struct RequestQueue {
  private var requests: [WorkerRequest?] = []
  private var head = 0

  var isEmpty: Bool { head == requests.count }

  mutating func append(_ request: WorkerRequest) { requests.append(request) }

  /// Puts one back that was the next.
  mutating func putBack(_ request: WorkerRequest) {
    guard head > 0 else { return requests.insert(request, at: 0) }
    head -= 1
    requests[head] = request
  }

  mutating func next() -> WorkerRequest? {
    guard !isEmpty else { return nil }
    defer {
      requests[head] = nil
      head += 1
      if isEmpty {
        requests.removeAll(keepingCapacity: requests.capacity < 1024)
        head = 0
      } else if head == 1024 {
        requests.removeFirst(head)
        head = 0
      }
    }
    return requests[head]
  }

  /// Takes one out that is a call's.
  mutating func remove(_ call: HostedCall) -> WorkerRequest? {
    guard let index = requests.firstIndex(where: { $0?.call === call }) else { return nil }
    return requests.remove(at: index)
  }

  func contains(_ call: HostedCall) -> Bool { requests.contains { $0?.call === call } }

  mutating func takeAll() -> [WorkerRequest] {
    defer { self = RequestQueue() }
    return requests.compactMap { $0 }
  }
}

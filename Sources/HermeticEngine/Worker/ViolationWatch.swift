import HermeticPolicy
import HermeticPython
import HermeticSession
import Synchronization

/// A log that workers write to, one after the other, and that is looked at here.
final class WorkerLog: Sendable {
  let log: ViolationLog

  init?() {
    guard let log = ViolationLog(isShared: true) else { return nil }
    self.log = log
  }

  deinit { log.giveBack() }
}

/// Tells of what is new in a worker's log.
final class ViolationWatch: Sendable {
  private struct Shared {
    var total = 0
    /// How often each record's violation has been told.
    var told = [Int](repeating: 0, count: ViolationLog.capacity)
    /// Whether a record without a caller has been passed over once.
    var isUnsettled = false
    var origins: [String] = []
  }

  private let log: WorkerLog
  private let shared = Mutex(Shared())
  private let tell: @Sendable (HeardViolation) -> Void

  /// How many repetitions of a violation are told at a time; a worker could claim any number.
  private static let most = 100

  init(_ log: WorkerLog, _ tell: @escaping @Sendable (HeardViolation) -> Void) {
    self.log = log
    self.tell = tell
  }

  /// What the rules are called that violations name by number.
  func know(_ origins: [String]) { shared.withLock { $0.origins = origins } }

  /// Tells of what has been added since; `isIdle` says that nobody is known to have ended what led to it.
  func look(isIdle: Bool = false) {
    let news = shared.withLock { shared -> [HeardViolation] in
      let total = log.log.count
      guard total != shared.total || shared.isUnsettled else { return [] }
      let mayWait = isIdle && !shared.isUnsettled
      shared.total = total
      shared.isUnsettled = false
      return find(&shared, mayWait: mayWait)
    }
    for heard in news { tell(heard) }
  }

  private func find(_ shared: inout Shared, mayWait: Bool) -> [HeardViolation] {
    var news: [HeardViolation] = []
    for index in 0..<ViolationLog.capacity {
      guard let entry = log.log.entry(index) else { continue }
      let new = entry.count - shared.told[index]
      guard new > 0 else { continue }
      // Who it was becomes known only after it was refused.
      if entry.violation.caller == nil, mayWait {
        shared.isUnsettled = true
        continue
      }
      shared.told[index] = entry.count
      let rule = Int(entry.violation.rule)
      let origin =
        entry.origin.isEmpty && shared.origins.indices.contains(rule)
        ? shared.origins[rule] : entry.origin
      let heard = HeardViolation(entry.violation, origin: origin)
      for _ in 0..<min(new, Self.most) { news.append(heard) }
    }
    return news
  }
}

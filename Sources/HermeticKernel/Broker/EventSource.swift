/// Something that the broker's loop waits for besides the program's calls.
protocol EventSource: AnyObject {
  /// What to wait for: descriptors, and poll(2)'s events.
  var interests: [Interest] { get }
  /// By when `expire` is to be called at the latest, in milliseconds of the monotonic clock; nil for never.
  var deadline: Int64? { get }
  /// One of the descriptors has something to tell.
  func handle(_ descriptor: CInt, _ events: Int16)
  /// The deadline has passed.
  func expire(_ now: Int64)
}

/// A descriptor, and what to wait for on it.
struct Interest: Hashable {
  let descriptor: CInt
  let events: Int16
}

import CHermetic
import Glibc

/// A change of what is known of a file, or of its size, with what it needs copied.
struct PropertyChange {
  let what: What
  let follows: Bool

  enum What {
    /// And how large the process may make a file.
    case size(Int64, most: UInt64)
    case mode(mode_t)
    case owner(uid_t, gid_t)
    /// Nil for now.
    case times([timespec]?)
    case attribute(name: [UInt8], value: [UInt8], flags: CInt)
    case noAttribute(name: [UInt8])
  }

  /// Nil for calls that change no such thing.
  init?(_ kind: FileCall, _ call: TrappedCall) throws(CallError) {
    var flags: CInt = 0
    switch kind {
    case .truncate:
      let size = Int64(bitPattern: call.argument(1))
      if size < 0 { throw CallError(EINVAL) }
      what = .size(size, most: hermetic_largest_file(call.thread))
    case .chmod, .fchmod: what = .mode(Self.mode(call, 1))
    case .fchmodat: what = .mode(Self.mode(call, 2))
    case .fchmodat2:
      what = .mode(Self.mode(call, 2))
      flags = call.int(3)
    case .chown, .lchown, .fchown:
      what = Self.owner(call, 1)
      if kind == .lchown { flags = AT_SYMLINK_NOFOLLOW }
    case .fchownat:
      what = Self.owner(call, 2)
      flags = call.int(4)
    case .utime: what = .times(try call.oldTimes(1))
    case .utimes: what = .times(try call.times(1, .microseconds))
    case .futimesat: what = .times(try call.times(2, .microseconds))
    case .utimensat:
      what = .times(try call.times(2, .nanoseconds))
      flags = call.int(3)
    case .setxattr, .lsetxattr, .fsetxattr:
      what = try Self.attribute(call)
      if kind == .lsetxattr { flags = AT_SYMLINK_NOFOLLOW }
    case .removexattr, .lremovexattr, .fremovexattr:
      what = .noAttribute(name: try call.attributeName(1))
      if kind == .lremovexattr { flags = AT_SYMLINK_NOFOLLOW }
    default: return nil
    }
    if kind == .utimensat, flags != 0, call.argument(1) == 0 { throw CallError(EINVAL) }
    if flags & ~(AT_SYMLINK_NOFOLLOW | CInt(hermetic_empty_path)) != 0 { throw CallError(EINVAL) }
    follows = flags & AT_SYMLINK_NOFOLLOW == 0
  }

  private static func mode(_ call: TrappedCall, _ index: Int) -> mode_t {
    mode_t(truncatingIfNeeded: call.argument(index))
  }

  private static func owner(_ call: TrappedCall, _ index: Int) -> What {
    .owner(
      uid_t(truncatingIfNeeded: call.argument(index)),
      gid_t(truncatingIfNeeded: call.argument(index + 1)))
  }

  private static func attribute(_ call: TrappedCall) throws(CallError) -> What {
    let flags = call.int(4)
    // XATTR_CREATE and XATTR_REPLACE
    if flags & ~3 != 0 { throw CallError(EINVAL) }
    let name = try call.attributeName(1)
    // XATTR_SIZE_MAX
    guard let size = Int(exactly: call.argument(3)), size <= 65536 else { throw CallError(E2BIG) }
    return .attribute(name: name, value: try call.bytes(2, count: size), flags: flags)
  }
}

extension TrappedCall {
  fileprivate func attributeName(_ index: Int) throws(CallError) -> [UInt8] {
    let name: [UInt8]
    do throws(CallError) {
      // XATTR_NAME_MAX and a null byte
      name = try string(index, most: 256)
    } catch {
      throw error.errno == ENAMETOOLONG ? CallError(ERANGE) : error
    }
    if name.count == 1 { throw CallError(ERANGE) }
    return name
  }

  fileprivate enum Fraction: Int {
    case microseconds = 1000
    case nanoseconds = 1
  }

  /// The times of access and change, each in two words; nil for now.
  fileprivate func times(_ index: Int, _ fraction: Fraction) throws(CallError) -> [timespec]? {
    guard argument(index) != 0 else { return nil }
    let words = try words(index, count: 4)
    if fraction == .microseconds, ![words[1], words[3]].allSatisfy({ 0..<1_000_000 ~= $0 }) {
      throw CallError(EINVAL)
    }
    return [0, 2].map {
      timespec(tv_sec: words[$0], tv_nsec: words[$0 + 1] &* fraction.rawValue)
    }
  }

  /// The same in whole seconds (utime(2)).
  fileprivate func oldTimes(_ index: Int) throws(CallError) -> [timespec]? {
    guard argument(index) != 0 else { return nil }
    return try words(index, count: 2).map { timespec(tv_sec: $0, tv_nsec: 0) }
  }

  private func words(_ index: Int, count: Int) throws(CallError) -> [Int] {
    let bytes = try bytes(index, count: 8 * count)
    return (0..<count).map { word in
      (0..<8).reduce(0) { $0 | Int(bytes[8 * word + $1]) << (8 * $1) }
    }
  }
}

extension FileBroker {
  /// Changes what a path leads to.
  func change(
    _ path: borrowing GivenPath, _ asker: inout Asker, _ change: PropertyChange
  ) throws(CallError) {
    let place = try object(path, follows: change.follows, &asker)
    try ask(.change, place, place.existingFacts(), asker)
    // A limit of the process's is not the broker's.
    if case .size(let size, let most) = change.what, UInt64(size) > most,
      try place.existingFacts().isRegular
    {
      throw CallError(EFBIG)
    }
    try asker.ensureWaiting()
    try make(change.what, place.number)
  }

  private func make(_ change: PropertyChange.What, _ held: CInt) throws(CallError) {
    let result =
      switch change {
      case .size(let size, _): hermetic_truncate_again(held, size)
      case .mode(let mode): hermetic_change_mode_again(ownFiles.number, held, mode)
      case .owner(let user, let group): hermetic_change_owner_again(held, user, group)
      case .times(nil): hermetic_change_times_again(held, nil)
      case .times(let times?): unsafe hermetic_change_times_again(held, times)
      case .attribute(let name, let value, let flags):
        unsafe hermetic_set_attribute_again(held, name, value, value.count, flags)
      case .noAttribute(let name): unsafe hermetic_remove_attribute_again(held, name)
      }
    try checked(result)
  }

  /// Changes an open file.
  func change(
    _ file: borrowing Descriptor, _ asker: Asker, _ change: PropertyChange
  ) throws(CallError) -> Answer {
    var asker = asker
    let place = try place(of: file, &asker)
    try ask(.change, place, place.existingFacts(), asker)
    try asker.ensureWaiting()
    let number = file.number
    let result =
      switch change.what {
      case .size: -EINVAL
      case .mode(let mode): hermetic_change_mode_of(number, mode)
      case .owner(let user, let group): hermetic_change_owner_of(number, user, group)
      case .times(nil): hermetic_change_times_of(number, nil)
      case .times(let times?): unsafe hermetic_change_times_of(number, times)
      case .attribute(let name, let value, let flags):
        unsafe hermetic_set_attribute_of(number, name, value, value.count, flags)
      case .noAttribute(let name): unsafe hermetic_remove_attribute_of(number, name)
      }
    try checked(result)
    return .result(0)
  }
}

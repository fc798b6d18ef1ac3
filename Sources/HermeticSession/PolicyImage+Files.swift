package import HermeticPolicy

extension PolicyImage {
  /// Decides on a file by the path that it really has: absolute, without links, `.`, `..` or a slash at
  /// its end; empty for the root.
  ///
  /// Rules on files alone do not matter to a folder of such a name (`.env`).
  package func decide(
    _ action: Action, onPath path: UnsafeBufferPointer<UInt8>, isFolder: Bool = false
  ) -> Verdict {
    weigh(action) { unsafe $0.decideAlone(action, onPath: path, isFolder: isFolder) }
  }

  private func decideAlone(
    _ action: Action, onPath path: UnsafeBufferPointer<UInt8>, isFolder: Bool = false
  ) -> Verdict {
    var balance = Balance()
    var hash = Layout.hashSeed
    for index in 0...path.count {
      if unsafe index == path.count || path[index] == 0x2f {
        let finished = Layout.finish(hash)
        var slot = firstSlot(finished)
        while let offset = slot.next(self) {
          guard word(offset) == finished, unsafe isKey(offset, path, index),
            word(offset + Layout.actions) & 1 << UInt32(action.rawValue) != 0
          else { continue }
          switch byte(offset + Layout.kind) {
          case Layout.pathKind: break
          case Layout.globKind:
            let glob = unsafe Glob(text(offset + Layout.second))
            guard unsafe index < path.count && glob.matches(path, from: index + 1),
              !isFolder || glob.includesBelow
            else { continue }
          default: continue
          }
          let (effect, rule) = effect(offset)
          if let refusal = balance.add(effect, rule) { return refusal }
        }
      }
      if index < path.count { hash = unsafe Layout.mix(hash, path[index]) }
    }
    return verdict(balance, action)
  }

  /// The refusal of something below a folder, if a rule could refuse anything there.
  package func refusal(_ action: Action, below path: UnsafeBufferPointer<UInt8>) -> Verdict {
    firstRefusal(action) { unsafe $0.refusalAlone(action, below: path) }
  }

  private func refusalAlone(
    _ action: Action, below path: UnsafeBufferPointer<UInt8>
  ) -> Verdict {
    unsafe forEachRule(action, of: Layout.aboveKind, Layout.hash(path), path, path.count) { slot in
      effect(slot).rule
    } ?? Self.allowed
  }

  /// The refusal of moving a folder, if that could let something below it be used that could not be
  /// before: below the old path some rule refuses what none would below the new one, or the other way
  /// round for what is allowed.
  package func refusal(
    _ action: Action, moving old: UnsafeBufferPointer<UInt8>, to new: UnsafeBufferPointer<UInt8>
  ) -> Verdict {
    firstRefusal(action) { unsafe $0.refusalAlone(action, moving: old, to: new) }
  }

  private func refusalAlone(
    _ action: Action, moving old: UnsafeBufferPointer<UInt8>, to new: UnsafeBufferPointer<UInt8>
  ) -> Verdict {
    let below = unsafe max(refusalAlone(action, below: old), refusalAlone(action, below: new))
    if below >= 0 { return below }
    if let rule = unsafe lapse(action, .refuse, of: old, at: new) { return rule }
    let byDefault = ownDefault(action)
    let before = unsafe decideAlone(action, onPath: old)
    let after = unsafe decideAlone(action, onPath: new)
    guard byDefault >= 0, before >= 0 else { return Self.allowed }
    // What a rule refuses is refused with all below it, whatever allows that.
    if after >= 0, after != byDefault { return Self.allowed }
    let gains =
      unsafe forEachRule(action, of: Layout.aboveAllowedKind, Layout.hash(new), new, new.count) {
        _ in byDefault
      } ?? lapse(action, .allow, of: new, at: before == byDefault ? old : nil)
    return gains == nil ? Self.allowed : byDefault
  }

  /// The refusal of a symbolic link where a rule allows something, or above: the next run would take the
  /// rule to be of what the link leads to.
  package func refusal(linkAt path: UnsafeBufferPointer<UInt8>) -> Verdict {
    firstRefusal(nil) { unsafe $0.refusalAlone(linkAt: path) }
  }

  private func refusalAlone(linkAt path: UnsafeBufferPointer<UInt8>) -> Verdict {
    for action in [Action.writeFile, .readFile] {
      let byDefault = ownDefault(action)
      guard byDefault >= 0 else { continue }
      let found =
        unsafe forEachRule(action, of: Layout.aboveAllowedKind, Layout.hash(path), path, path.count)
      {
        _ in byDefault
      }
        ?? forEachRule(action, of: Layout.pathKind, Layout.hash(path), path, path.count) { slot in
          effect(slot).effect == Rule.Effect.allow.rawValue ? byDefault : nil
        }
      if let found { return found }
    }
    return Self.allowed
  }

  /// Whether what is below a folder must be looked at file by file when the folder is moved: hermetic
  /// refuses names of its own accord that could be below it, at one end of the way and not at the other.
  package func mustCopy(
    _ action: Action, from old: UnsafeBufferPointer<UInt8>, to new: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    firstRefusal(action) { layer in
      unsafe layer.lapse(action, .refuseUnlessNamed, of: old, at: new)
        ?? layer.lapse(action, .refuseUnlessNamed, of: new, at: old) ?? Self.allowed
    } >= 0
  }

  /// A rule with a glob and the wanted effect that could match below one path, but not in the same way
  /// below another, if there is one where it counts.
  private func lapse(
    _ action: Action, _ wanted: Rule.Effect, of path: UnsafeBufferPointer<UInt8>,
    at other: UnsafeBufferPointer<UInt8>?
  ) -> Verdict? {
    var hash = Layout.hashSeed
    for index in 0...path.count {
      if unsafe index == path.count || path[index] == 0x2f {
        let found = unsafe forEachRule(
          action, of: Layout.globKind, Layout.finish(hash), path, index
        ) { offset in
          let (effect, rule) = effect(offset)
          guard effect == wanted.rawValue else { return nil }
          let glob = unsafe Glob(text(offset + Layout.second))
          let states = unsafe glob.states(after: path, from: index)
          var others: UInt64 = 0
          if let other = unsafe other,
            unsafe other.count >= index && other[..<index].elementsEqual(path[..<index]),
            unsafe other.count == index || other[index] == 0x2f
          {
            others = unsafe glob.states(after: other, from: index)
          }
          return states & ~others == 0 ? nil : rule
        }
        if let found { return found }
      }
      if index < path.count { hash = unsafe Layout.mix(hash, path[index]) }
    }
    return nil
  }

  private func isKey(_ offset: Int, _ path: UnsafeBufferPointer<UInt8>, _ length: Int) -> Bool {
    guard Int(word(offset + Layout.key + 4)) == length else { return false }
    let key = Int(word(offset + Layout.key))
    for index in 0..<length where unsafe path[index] != byte(key + index) { return false }
    return true
  }
}

/// Components with wildcards: `*` and `?` within one, `[…]`, and `**` for any number of them.
@safe
struct Glob {
  private let pattern: UnsafeRawBufferPointer
  /// Whether what is below a match matches too.
  let includesBelow: Bool

  /// What stands at the end of one that what is below a match does not match.
  static let end = "\0"

  init(_ text: UnsafeRawBufferPointer) {
    includesBelow = unsafe text.count == 0 || text[text.count - 1] != 0
    unsafe pattern = UnsafeRawBufferPointer(
      start: text.baseAddress, count: text.count - (includesBelow ? 0 : 1))
  }

  private static let slash: UInt8 = 0x2f
  private static let star: UInt8 = 0x2a

  /// Whether the components of a path from an index on, or the first few of them, match.
  func matches(_ path: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
    unsafe matches(0, path, start)
  }

  private func matches(
    _ position: Int, _ path: UnsafeBufferPointer<UInt8>, _ start: Int
  ) -> Bool {
    if unsafe position >= pattern.count { return true }
    let end = self.end(position)
    let next = end + 1
    if unsafe end - position == 2 && pattern[position] == Self.star
      && pattern[position + 1] == Self.star
    {
      // At its end it stands for all below, of which there must be something.
      if unsafe next >= pattern.count { return start < path.count }
      var from = start
      while true {
        if unsafe matches(next, path, from) { return true }
        while unsafe from < path.count && path[from] != Self.slash { from += 1 }
        guard from < path.count else { return false }
        from += 1
      }
    }
    guard start < path.count else { return false }
    var stop = start
    while unsafe stop < path.count && path[stop] != Self.slash { stop += 1 }
    guard unsafe component(position, end, path, start, stop) else { return false }
    if unsafe next >= pattern.count { return includesBelow || stop == path.count }
    return stop < path.count ? unsafe matches(next, path, stop + 1) : false
  }

  /// Which of its components could match next, behind those of a path from an index on: a bit for each,
  /// and one for all of them having matched.
  ///
  /// A glob of more than 60 components is taken to match anything.
  func states(after path: UnsafeBufferPointer<UInt8>, from index: Int) -> UInt64 {
    var starts = [0]
    while let last = starts.last, unsafe end(last) < pattern.count { starts.append(end(last) + 1) }
    let count = starts.count
    guard count <= 60 else { return .max }
    func isAny(_ number: Int) -> Bool {
      let start = starts[number]
      return unsafe end(start) - start == 2 && pattern[start] == Self.star
        && pattern[start + 1] == Self.star
    }
    /// With what may be left out: `**` that more follows.
    func closed(_ states: UInt64) -> UInt64 {
      var states = states
      for number in 0..<(count - 1) where states & 1 << UInt64(number) != 0 && isAny(number) {
        states |= 1 << UInt64(number + 1)
      }
      return states
    }
    var states = closed(1)
    var at = index
    while at < path.count {
      // Behind the slash that ends what came before.
      at += 1
      var stop = at
      while unsafe stop < path.count && path[stop] != Self.slash { stop += 1 }
      var next = includesBelow ? states & 1 << UInt64(count) : 0
      for number in 0..<count where states & 1 << UInt64(number) != 0 {
        if isAny(number) {
          next |= 1 << UInt64(number)
          if number == count - 1 { next |= 1 << UInt64(count) }
        } else if unsafe component(starts[number], end(starts[number]), path, at, stop) {
          next |= 1 << UInt64(number + 1)
        }
      }
      states = closed(next)
      at = stop
    }
    // A folder is not what such a rule is of.
    return includesBelow ? states : states & ~(1 << UInt64(count))
  }

  private func end(_ position: Int) -> Int {
    var end = position
    while unsafe end < pattern.count && pattern[end] != Self.slash { end += 1 }
    return end
  }

  /// Whether one component matches, by turns with a step back to the last `*`.
  private func component(
    _ first: Int, _ last: Int, _ path: UnsafeBufferPointer<UInt8>, _ start: Int, _ stop: Int
  ) -> Bool {
    var (position, at) = (first, start)
    var (retry, retryAt) = (-1, -1)
    while at < stop {
      if unsafe position < last && pattern[position] == Self.star {
        (retry, retryAt) = (position, at)
        position += 1
        continue
      }
      let step = position < last ? unsafe one(position, last, path, at, stop) : nil
      if let step {
        (position, at) = (step.position, step.at)
      } else if retry >= 0 {
        retryAt = unsafe Self.character(UnsafeRawBufferPointer(path), retryAt, stop).end
        (position, at) = (retry + 1, retryAt)
      } else {
        return false
      }
    }
    while unsafe position < last && pattern[position] == Self.star { position += 1 }
    return position == last
  }

  /// Where pattern and path go on behind what matches one character, or nil where it does not.
  private func one(
    _ position: Int, _ last: Int, _ path: UnsafeBufferPointer<UInt8>, _ at: Int, _ stop: Int
  ) -> (position: Int, at: Int)? {
    let sign = unsafe pattern[position]
    let close = sign == 0x5b ? closing(position, last) : nil
    guard sign == 0x3f || close != nil else {
      return unsafe sign == path[at] ? (position + 1, at + 1) : nil
    }
    let (value, end) = unsafe Self.character(UnsafeRawBufferPointer(path), at, stop)
    guard let close else { return (position + 1, end) }
    var index = position + 1
    let isNegated = unsafe pattern[index] == 0x21 || pattern[index] == 0x5e
    if isNegated { index += 1 }
    var isIn = false
    while index < close {
      let low = unsafe Self.character(pattern, index, close)
      index = low.end
      guard unsafe index + 1 < close && pattern[index] == 0x2d else {
        if low.value == value { isIn = true }
        continue
      }
      let high = unsafe Self.character(pattern, index + 1, close)
      if low.value <= value && value <= high.value { isIn = true }
      index = high.end
    }
    return isIn != isNegated ? (close + 1, end) : nil
  }

  /// A character of UTF-8 text, and where the next begins; a byte that belongs to none stands alone, and
  /// for no character.
  private static func character(
    _ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int
  ) -> (value: UInt32, end: Int) {
    let first = unsafe text[start]
    if first < 0x80 { return (UInt32(first), start + 1) }
    let alone = (UInt32(0x11_0000) + UInt32(first), start + 1)
    let (count, least): (Int, UInt32)
    switch first {
    case 0xc2...0xdf: (count, least) = (2, 0x80)
    case 0xe0...0xef: (count, least) = (3, 0x800)
    case 0xf0...0xf4: (count, least) = (4, 0x1_0000)
    default: return alone
    }
    guard start + count <= end else { return alone }
    var value = UInt32(first) & (0x7f >> UInt32(count))
    for index in (start + 1)..<(start + count) {
      let byte = unsafe text[index]
      guard byte & 0xc0 == 0x80 else { return alone }
      value = value << 6 | UInt32(byte & 0x3f)
    }
    return value >= least && Unicode.Scalar(value) != nil ? (value, start + count) : alone
  }

  /// Where a `[` is closed; the first character inside may itself be a `]`.
  private func closing(_ position: Int, _ last: Int) -> Int? {
    var index = position + 1
    if unsafe index < last && (pattern[index] == 0x21 || pattern[index] == 0x5e) { index += 1 }
    index += 1
    while index < last {
      if unsafe pattern[index] == 0x5d { return index }
      index += 1
    }
    return nil
  }
}

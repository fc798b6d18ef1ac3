package import HermeticPolicy

// Addresses, host names and Unix sockets.

extension PolicyImage {
  /// Decides on an address; `port` nil stands for some port or other.
  ///
  /// Without a `book` only rules count, and not what names led to.
  package func decide(
    _ action: Action, on address: IPAddress, port: UInt16?, book: AddressBook?
  ) -> Verdict {
    weigh(action) { layer in
      layer.decideAlone(
        action, on: address, port: port, book: book.map { layer.book ?? $0 })
    }
  }

  private func decideAlone(
    _ action: Action, on address: IPAddress, port: UInt16?, book: AddressBook?
  ) -> Verdict {
    switch find(action, address: address, port: port) {
    case .refused(let rule): return rule
    case .allowed: return Self.allowed
    case .nothing: break
    }
    let verdict = ownDefault(action)
    guard verdict >= 0, let book else { return verdict }
    switch action {
    case .resolve, .connect, .send:
      return book.contains(address, port: port) ? Self.allowed : verdict
    default: return verdict
    }
  }

  func find(_ action: Action, address: IPAddress, port: UInt16?) -> Finding {
    if let inner = address.embedded,
      case .refused(let rule) = find(action, address: inner, port: port)
    {
      return .refused(rule)
    }
    var balance = Balance()
    let lengths = Int(word(Layout.prefixes))
    for index in 0..<Int(word(Layout.prefixCount)) {
      let prefix = byte(lengths + index)
      let block = AddressBlock(address, prefix: prefix)
      let hash = Layout.hash(block)
      var slot = firstSlot(hash)
      while let offset = slot.next(self) {
        guard word(offset) == hash, byte(offset + Layout.kind) == Layout.blockKind,
          byte(offset + Layout.coverage) == prefix,
          word64(offset + Layout.key) == block.base.high,
          word64(offset + Layout.key + 8) == block.base.low, matches(offset, action, port)
        else { continue }
        let (effect, rule) = effect(offset)
        if let refusal = balance.add(effect, rule) { return .refused(refusal) }
      }
    }
    return balance.finding
  }

  /// Decides on a host name, which need not be normalised; `port` nil stands for any.
  package func decide(
    _ action: Action, on name: UnsafeBufferPointer<UInt8>, port: UInt16?
  ) -> Verdict {
    weigh(action) { layer in
      var balance = Balance()
      let refusal = unsafe layer.forEachRule(action, name, port) { slot in
        let (effect, rule) = layer.effect(slot)
        return balance.add(effect, rule)
      }
      return refusal ?? layer.verdict(balance, action)
    }
  }

  /// Visits the ports that this layer's rules allow a name on; zero stands for all.
  package func forEachAllowedPort(
    _ name: UnsafeBufferPointer<UInt8>, _ body: (UInt16) -> Void
  ) {
    _ = unsafe forEachRule(.connect, name, nil) { slot in
      let allows = Rule.Effect(rawValue: effect(slot).effect)?.refuses == false
      if allows { body(half(slot + Layout.port)) }
      return nil
    }
  }

  /// Visits the rules that a name falls under, until one settles the matter.
  private func forEachRule(
    _ action: Action, _ name: UnsafeBufferPointer<UInt8>, _ port: UInt16?,
    _ body: (Int) -> Verdict?
  ) -> Verdict? {
    var end = name.count
    if end > 0, unsafe name[end - 1] == 0x2e { end -= 1 }
    var start = 0
    while start < end {
      var hash = Layout.hashSeed
      for index in start..<end { hash = unsafe Layout.mix(hash, Layout.lowered(name[index])) }
      hash = Layout.finish(hash)
      var slot = firstSlot(hash)
      while let offset = slot.next(self) {
        guard word(offset) == hash, byte(offset + Layout.kind) == Layout.domainKind,
          byte(offset + Layout.coverage) & (start == 0 ? 1 : 2) != 0,
          Int(word(offset + Layout.key + 4)) == end - start,
          unsafe equalsLowered(offset + Layout.key, name, start, end),
          matches(offset, action, port)
        else { continue }
        if let settled = body(offset) { return settled }
      }
      while start < end, unsafe name[start] != 0x2e { start += 1 }
      start += 1
    }
    return nil
  }

  private func equalsLowered(
    _ offset: Int, _ name: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
  ) -> Bool {
    let key = Int(word(offset))
    for index in start..<end
    where unsafe Layout.lowered(name[index]) != byte(key + index - start) { return false }
    return true
  }

  /// Decides on a Unix socket by its path, given as text.
  package func decide(_ action: Action, onUnixSocketAt path: String) -> Verdict {
    var path = path
    return path.withUTF8 { unsafe decide(action, onUnixSocket: $0) }
  }

  /// Decides on a Unix socket by its path.
  package func decide(
    _ action: Action, onUnixSocket path: UnsafeBufferPointer<UInt8>
  ) -> Verdict {
    unsafe decide(action, on: path, as: Layout.unixKind)
  }
}

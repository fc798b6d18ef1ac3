package import HermeticPolicy

// What a policy makes of the addresses that an allowed name leads to.

/// What becomes of an address that an allowed name was resolved to.
package enum ResolvedAddress: Hashable, Sendable {
  /// It is handed out, and the name adds nothing to what the rules say of it.
  case keep
  /// It is handed out, and may be connected to on the ports that the name is allowed on.
  case remember
  /// It is of this machine's surroundings, and no rule allows it: whoever owns the name could point it
  /// there (DNS rebinding).
  case withhold
}

extension PolicyImage {
  /// What this layer makes of an address that a name which it allows leads to.
  package func judge(
    _ address: IPAddress, of name: UnsafeBufferPointer<UInt8>
  ) -> ResolvedAddress {
    let layer = alone
    // An address that a rule allows for itself, or refuses, needs no name to vouch for it.
    guard layer.decide(.connect, on: address, port: nil, book: nil) >= 0 else { return .keep }
    // A name of this machine's own may lead to it: nothing but binding is open there.
    if unsafe layer.decide(.bind, on: name, port: nil) < 0,
      AddressBlock.loopback.contains(where: { $0.contains(address) })
    {
      return .keep
    }
    return address.isSpecial ? .withhold : .remember
  }

  /// Remembers an address for the ports that this layer, and what is granted beyond it, allow its name
  /// on.
  package func remember(_ address: IPAddress, of name: UnsafeBufferPointer<UInt8>) {
    let layer = alone
    unsafe layer.forEachAllowedPort(name) { port in layer.book?.insert(address, port: port) }
    for grant in layer.grantedPolicies {
      unsafe grant.alone.forEachAllowedPort(name) { port in
        grant.book?.insert(address, port: port)
      }
    }
  }

  /// Takes in an address that an allowed name leads to, in all layers: remembers it where that is
  /// needed, and returns whether it may be handed out.
  package func admit(_ address: IPAddress, of name: UnsafeBufferPointer<UInt8>) -> Bool {
    for layer in layers {
      switch unsafe layer.judge(address, of: name) {
      case .keep: continue
      case .remember: unsafe layer.remember(address, of: name)
      case .withhold: return false
      }
    }
    return true
  }
}

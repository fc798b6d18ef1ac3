import HermeticPolicy

// A scope's policy is a layer inside the run's: both must allow what is done.

extension PolicyImage {
  /// The layers, the innermost first.
  package var layers: some Sequence<PolicyImage> {
    sequence(first: self) { unsafe $0.outer?.pointee }
  }

  /// The run's own policy.
  var root: PolicyImage {
    var layer = self
    while let outer = unsafe layer.outer { layer = unsafe outer.pointee }
    return layer
  }

  /// How many rules there are in this layer and those around it.
  package var ruleCount: Verdict { firstRule + Verdict(bitPattern: word(Layout.originCount)) }

  /// The policy as a layer inside another, which must stay where it is.
  package func inside(_ outer: UnsafePointer<PolicyImage>) -> PolicyImage {
    var layer = self
    unsafe layer.outer = unsafe outer
    layer.firstRule = unsafe outer.pointee.ruleCount
    return layer
  }

  /// The policy with what it allows for a while, which must stay where it is.
  package func granting(_ grants: UnsafePointer<PolicyImage>?) -> PolicyImage {
    var layer = self
    unsafe layer.grants = unsafe grants
    return layer
  }

  /// The policy with the addresses of the names that it allows.
  package func remembering(_ book: AddressBook?) -> PolicyImage {
    var layer = self
    layer.book = book
    return layer
  }

  /// This layer, by itself.
  package var alone: PolicyImage {
    var layer = self
    unsafe layer.outer = nil
    return layer
  }

  /// The policies that are granted for a while.
  package var grantedPolicies: [PolicyImage] {
    var found: [PolicyImage] = []
    var next = unsafe root.grants
    while let grant = unsafe next {
      unsafe found.append(grant.pointee)
      unsafe next = grant.pointee.outer
    }
    return found
  }

  /// The first layer's refusal, or that nothing speaks against it.
  @inline(__always)
  func firstRefusal(_ action: Action?, _ decide: (PolicyImage) -> Verdict) -> Verdict {
    var layer = self
    while true {
      // Without a call: this is asked of every decision.
      let isAsked = if let action { layer.ownRefusable.contains(action) } else { true }
      let verdict = isAsked ? decide(layer) : Self.allowed
      if verdict >= 0 { return verdict }
      guard let outer = unsafe layer.outer else { return Self.allowed }
      layer = unsafe outer.pointee
    }
  }

  /// The same, where a grant may allow what a layer refuses by default.
  @inline(__always)
  func weigh(_ action: Action, _ decide: (PolicyImage) -> Verdict) -> Verdict {
    firstRefusal(action) { layer in
      let verdict = decide(layer)
      guard verdict >= 0, let grants = unsafe layer.grants, verdict == layer.ownDefault(action)
      else { return verdict }
      return unsafe Self.isGranted(action, grants, decide) ? Self.allowed : verdict
    }
  }

  private static func isGranted(
    _ action: Action, _ grants: UnsafePointer<PolicyImage>, _ decide: (PolicyImage) -> Verdict
  ) -> Bool {
    var next: UnsafePointer<PolicyImage>? = unsafe grants
    while let grant = unsafe next {
      // What a grant says nothing of it does not allow.
      if unsafe grant.pointee.ownDefault(action) >= 0, decide(unsafe grant.pointee) < 0 {
        return true
      }
      unsafe next = grant.pointee.outer
    }
    return false
  }
}

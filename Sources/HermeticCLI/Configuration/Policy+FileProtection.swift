import Glibc
import HermeticPolicy
import SystemPackage

extension Policy {
  /// Refuses changing the policy file, and making one that a later run would find in its place.
  ///
  /// The program that is held must not write what holds it, or what holds the next. `folder` is the
  /// working directory.
  mutating func protect(_ file: FilePath, from folder: FilePath) {
    guard !isEmpty else { return }
    refuseWriting(file)

    // A file in a nearer folder would be found before this one. `pyproject.toml` is refused no further
    // than that: it is other tools' too.
    let own = file.removingLastComponent().trail.end
    var folder = folder.trail.end
    while folder != own, folder.starts(with: own) {
      for name in [PolicyFile.name, PolicyFile.projectName] {
        refuseWriting(folder.appending(name))
      }
      folder.removeLastComponent()
    }
    if file.lastComponent?.string != PolicyFile.name {
      refuseWriting(own.appending(PolicyFile.name))
    }
    // The next run may start in any folder below. Of hermetic's own accord, so that folders may be moved.
    add(
      Rule(
        effect: .refuseUnlessNamed, actions: ActionSet(.writeFile),
        pattern: .path(PathPattern(prefix: own.pattern.prefix, glob: "**/" + PolicyFile.name)),
        origin: Self.protection))
  }

  private static let protection = Origin.builtIn("nobody writes the policy that holds them")

  /// Refuses writing to a file, and changing the links that lead to it, whether it is there or not.
  private mutating func refuseWriting(_ file: FilePath) {
    let trail = file.trail
    // As a glob, since a plain path would be taken for what the link leads to.
    let links = trail.links.map { link in
      PathPattern(
        prefix: link.removingLastComponent().pattern.prefix,
        glob: link.lastComponent?.string.withoutWildcards)
    }
    for path in [file.pattern, trail.end.pattern] + links {
      refuse(ActionSet(.writeFile), .path(path), origin: Self.protection)
    }
  }
}

extension FilePath {
  /// The path as it is, whatever signs are in it.
  fileprivate var pattern: PathPattern {
    PathPattern(prefix: string == "/" ? "" : string)
  }

  /// The path with `.` taken out, and its folder's real path where there is `..` in it: that leads back
  /// from where a link leads to, not from the link.
  var withoutDots: FilePath {
    let components = components.filter { $0.kind != .currentDirectory }
    guard components.contains(where: { $0.kind == .parentDirectory }) else {
      return FilePath(root: root, components)
    }
    let trail = removingLastComponent().trail
    guard let name = lastComponent, name.kind == .regular else { return self.trail.end }
    return trail.end.appending(name)
  }

  /// The symbolic links on the way of an absolute path, each by its own real path, and the real path at
  /// its end, whether that is there or not.
  var trail: (links: [FilePath], end: FilePath) {
    var links: [FilePath] = []
    var end = FilePath("/")
    var rest = Array(components.reversed())
    while let name = rest.popLast() {
      switch name.kind {
      case .currentDirectory: continue
      case .parentDirectory: end.removeLastComponent()
      case .regular:
        let next = end.appending(name)
        // As many as the kernel follows (path_resolution(7)).
        guard links.count < 40, let target = next.linkTarget else {
          end = next
          continue
        }
        links.append(next)
        if target.isAbsolute { end = FilePath("/") }
        rest += target.components.reversed()
      }
    }
    return (links, end)
  }

  /// What a symbolic link says; nil for anything else.
  private var linkTarget: FilePath? {
    let most = Int(PATH_MAX)
    let bytes = unsafe [CChar](unsafeUninitializedCapacity: most + 1) { buffer, count in
      // SAFETY: the call writes at most `most` bytes there, and says how many.
      let written = unsafe withPlatformString { path in
        unsafe buffer.baseAddress.map { unsafe readlink(path, $0, most) } ?? -1
      }
      guard written > 0 else { return }
      unsafe buffer.initializeElement(at: written, to: 0)
      count = written + 1
    }
    return bytes.isEmpty ? nil : FilePath(platformString: bytes)
  }
}

extension String {
  /// A glob that stands for this very name.
  fileprivate var withoutWildcards: String {
    map { "*?[".contains($0) ? "[\($0)]" : String($0) }.joined()
  }
}

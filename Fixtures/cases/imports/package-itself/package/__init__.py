from package import secret

"""Village and township service stations: seats with a camera, and the officers who run them."""
